//! Names that the interpreter itself looks up, interned once.

use super::payload::Ref;
use crate::builtins::str::PyStr;
use crate::vm::Vm;

macro_rules! names {
    ($($name:ident)*) => {
        /// Well-known names: `vm.names().__init__`.
        #[allow(non_snake_case)]
        pub struct Names { $(pub $name: Ref<PyStr>,)* }

        impl Names {
            pub fn new(vm: &Vm) -> Names {
                Names { $($name: vm.intern_immortal(stringify!($name).trim_start_matches("r#")),)* }
            }
        }
    };
}

names! {
    __abs__ __abstractmethods__ __add__ __aenter__ __aexit__ __aiter__ __and__ __anext__ __annotate__ __annotate_func__
    __annotations__ __annotations_cache__ __args__ __await__ __bool__ __build_class__ __builtins__ __bytes__ __call__ __cached__
    __cause__ __class__ __class_getitem__ __classcell__ __classdictcell__ __code__ __complex__ __conditional_annotations__
    __contains__ __context__ __defaults__ __del__ __delattr__ __delete__ __delitem__ __dict__ __dictoffset__ __dir__ __divmod__
    __doc__ __enter__ __eq__ __exit__ __file__ __firstlineno__ __float__ __floor__ __ceil__ __floordiv__ __format__ __fspath__ __func__ __ge__ __get__
    __getattr__ __getattribute__ __getitem__ __getnewargs__ __getnewargs_ex__ __getstate__ __globals__ __gt__ __hash__
    __iadd__ __iand__ __ifloordiv__ __ilshift__ __imatmul__ __imod__ __import__ __imul__ __index__ __init__ __init_subclass__
    __instancecheck__ __int__ __invert__ __ior__ __ipow__ __irshift__ __isub__ __iter__ __itruediv__ __ixor__
    __kwdefaults__ __le__ __len__ __length_hint__ __loader__ __lshift__ __lt__ __main__ __match_args__ __matmul__ __missing__
    __mod__ __module__ __mro_entries__ __mul__ __name__ __ne__ __neg__ __new__ __next__ __notes__ __or__ __orig_bases__ __orig_class__
    __origin__ __package__ __parameters__ __path__ __pos__ __pow__ __prepare__ __qualname__ __radd__ __rand__ __rdivmod__ __reduce__
    __reduce_ex__ __repr__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__ __round__ __rpow__
    __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __self__ __set__ __set_name__ __setattr__ __setitem__ __setstate__ __sizeof__ __slotnames__
    __slots__ __spec__ __static_attributes__ __str__ __sub__ __subclasscheck__ __subclasshook__ __suppress_context__
    __text_signature__ __traceback__ __trunc__ __truediv__ __type_params__ __typing_subst__ __typing_unpacked_tuple_args__
    __typing_is_unpacked_typevartuple__ __typing_prepare_subst__ __unpacked__ __warningregistry__ __weakref__ __wrapped__ __xor__ __isabstractmethod__ __objclass__
    __all__ __debug__ __signature__ __aexit_ __bound__ __constraints__ __value__ __default__ __evaluate__
    _cached _set_fileattr _fields _initializing _uninitialized_submodules _is_coroutine_marker
    argv buffer builtins close encoding errors fileno flush fromlist key keys items values name namespace msg obj path
    isatty readline write read send throw stdin stdout stderr sys path_hooks meta_path modules value mro metaclass
    displayhook excepthook unraisablehook start stop step print_file_and_line filename lineno offset text end_lineno end_offset
    args append add get update copy join format strict index count default sort reverse last_exc last_type last_value last_traceback
    tracebacklimit warnoptions gi_frame cr_frame ag_frame object str_ super_ bool_ list_ clear newline mode open line_buffering
    find_spec create_module exec_module origin submodule_search_locations has_location parent loader
    _blksize raw readinto readall seek tell truncate closed seekable readable writable decode encode getstate setstate reset
    replace surrogateescape surrogatepass utf_8 ascii latin_1
}
