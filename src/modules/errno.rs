//! `errno`: the names of error numbers.

use super::NativeModule;
use crate::builtins::dict::PyDict;
use crate::builtins::module::PyModule;
use crate::native::PyResult;
use crate::object::Ref;
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module makes available standard errno system symbols.",
    init,
    ..NativeModule::of("errno")
};

macro_rules! numbers {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name)),*] };
}

static NUMBERS: &[(&str, i32)] = numbers! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN EWOULDBLOCK ENOMEM EACCES EFAULT ENOTBLK
    EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK
    EPIPE EDOM ERANGE EDEADLK EDEADLOCK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP ENOMSG EIDRM ECHRNG EL2NSYNC
    EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT EBFONT ENOSTR ENODATA ETIME
    ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD
    EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE
    EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP ENOTSUP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE
    EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN
    ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL
    EISNAM EREMOTEIO EDQUOT ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL
    EHWPOISON ENOMEDIUM EMEDIUMTYPE
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let errorcode = PyDict::new();
    for (name, number) in NUMBERS {
        module.dict.set_name(vm, name, vm.int(*number as i64));
        errorcode.set(vm, &vm.int(*number as i64), vm.str(name))?;
    }
    // Where two names share a number, this one is the number's.
    for (number, name) in [(libc::EAGAIN, "EAGAIN"), (libc::EDEADLK, "EDEADLK"), (libc::ENOTSUP, "ENOTSUP")] {
        errorcode.set(vm, &vm.int(number as i64), vm.str(name))?;
    }
    module.dict.set_name(vm, "errorcode", errorcode.into_value());
    Ok(())
}
