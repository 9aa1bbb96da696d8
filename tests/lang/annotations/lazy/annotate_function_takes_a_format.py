# oracle: 3.14
import annotationlib
class A:
    x: Missing
    y: int
print(annotationlib.get_annotations(A, format=annotationlib.Format.FORWARDREF)["y"], annotationlib.get_annotations(A, format=annotationlib.Format.STRING))
# expect: <class 'int'> {'x': 'Missing', 'y': 'int'}
