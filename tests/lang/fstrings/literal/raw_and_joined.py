print(rf"\n{1}" f"{2}" "{3}" f'{4}')  # expect: \n12{3}4
