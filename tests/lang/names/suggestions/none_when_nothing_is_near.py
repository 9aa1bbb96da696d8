zzzzqqqq
# raises: NameError: name 'zzzzqqqq' is not defined
