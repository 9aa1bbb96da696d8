//! The opcode table: one row per opcode, from which the enum, the handler table, dis, the verifier
//! and the reference page all come.
//!
//! An instruction is `{op: u8, flags: u8, a: u16, b: u16, c: u16}`. Registers are `fp[0..]`:
//! parameters, then other locals, then cells, then temporaries, allocated like a stack.
//!
//! Row: `NAME handler (A, B, C) "doc";` with the kind of each operand:
//!
//! | kind | meaning |
//! |---|---|
//! | `W` | register written; what it held is released afterwards |
//! | `R` | register read; released and left unset when the operand's consume flag is set |
//! | `X` | register read and always consumed (left unset) |
//! | `M` | register whose object is mutated in place; it stays |
//! | `N` | first register of a window that is consumed (moved out of, left unset) |
//! | `P` | first register of a window that is written |
//! | `I` | immediate, signed 16 bits |
//! | `U` | immediate, unsigned 16 bits (a count or a selector) |
//! | `S` | cache site; `code.sites[n]` names it |
//! | `F` | index of a free variable in the function's closure |
//! | `J` | jump, signed 16 bits, counted in instructions from this one |
//! | `K` | constant, 32 bits over B and C |
//! | `L` | long jump, signed 32 bits over B and C, from this instruction |
//! | `_` | unused |
//!
//! A consumed operand that holds an immediate value (int, float, None ...) may be left in place:
//! nothing owned is lost, and the fast paths need not write.

/// The operand in B is a temporary that dies here.
pub const CONSUME_B: u8 = 0x01;
/// The operand in C is a temporary that dies here.
pub const CONSUME_C: u8 = 0x02;
/// The operand in A (of kind `R`) is a temporary that dies here.
pub const CONSUME_A: u8 = 0x04;
/// IS_OP and CONTAINS_OP: the result is negated.
pub const NEGATE: u8 = 0x10;
/// BINARY_*: the augmented-assignment form, which tries `__iadd__` and friends first.
pub const INPLACE: u8 = 0x10;
/// YIELD_VALUE: this is an async generator's own `yield`, not one that passes through an `await`.
pub const ASYNC_YIELD: u8 = 0x10;
/// CALL_FUNCTION_EX: a dict of keyword arguments lies in the window's third register.
pub const HAS_KWARGS: u8 = 0x10;
/// LOAD_CLOSURE: B is a free-variable index; otherwise a register holding a cell.
pub const FROM_FREE: u8 = 0x10;
/// LOAD_SUPER_*: the call was written `super()`, without arguments.
pub const ZERO_ARG_SUPER: u8 = 0x10;
/// LOAD_FROM_DICT_OR_DEREF: A holds the mapping to look into and is overwritten by the result.
pub const MAPPING_IN_A: u8 = 0x10;
/// FORMAT_VALUE: C is a register with the format spec.
pub const HAS_SPEC: u8 = 0x10;
/// FORMAT_VALUE, BUILD_INTERPOLATION: the conversion, in the two bits above: 0 none, 1 str, 2 repr, 3 ascii.
pub const CONVERSION_SHIFT: u8 = 5;
/// MAKE_FUNCTION: which registers of the window are present, in this order.
pub const MAKE_DEFAULTS: u8 = 0x10;
pub const MAKE_KWDEFAULTS: u8 = 0x20;
pub const MAKE_ANNOTATE: u8 = 0x40;
pub const MAKE_CLOSURE: u8 = 0x80;

macro_rules! for_each_opcode {
    ($callback:ident) => {
        $callback! {
// ---- moving values
NOP nop (_, _, _) "Does nothing.";
MOVE move_ (W, R, _) "Copies register B to A.";
MOVE_TEMP move_temp (W, X, _) "Moves the temporary B to A.";
MOVE_WIDE move_wide (_, _, K) "Copies between registers beyond 65535: the next two NOPs carry the register numbers, 32 bits over B and C: destination, source.";
LOAD_CONST load_const (W, K, K) "Loads a constant.";
LOAD_CONST_IMMEDIATE load_const_immediate (W, K, K) "LOAD_CONST of a value without a reference count.";
LOAD_FAST_CHECK load_fast_check (W, R, _) "Copies local B to A; raises UnboundLocalError if B is unset.";
CHECK_BOUND check_bound (_, R, _) "Raises UnboundLocalError if local B is unset.";
DELETE_FAST delete_fast (_, R, _) "Unsets local B; raises UnboundLocalError if it is unset already.";
RELEASE release (P, U, _) "Releases the B registers from A on and leaves them unset; those unset already are skipped.";
// ---- cells, free variables
MAKE_CELL make_cell (M, _, _) "Puts a cell around what register A holds (or around nothing).";
LOAD_CLOSURE load_closure (W, R, _) "Copies the cell in register B, or with FROM_FREE that of free variable B, to A.";
LOAD_DEREF load_deref (W, R, _) "Loads what the cell in register B holds.";
STORE_DEREF store_deref (M, R, _) "Stores B into the cell in register A.";
DELETE_DEREF delete_deref (M, _, _) "Empties the cell in register A.";
LOAD_FREE load_free (W, F, _) "Loads free variable B.";
STORE_FREE store_free (F, R, _) "Stores register B into free variable A.";
DELETE_FREE delete_free (F, _, _) "Empties free variable A.";
LOAD_FROM_DICT_OR_DEREF load_from_dict_or_deref (W, F, S) "In a class body: the name of site C from the namespace, else free variable B. With MAPPING_IN_A (annotation scopes) the namespace is the mapping that A holds, which dies.";
LOAD_FROM_DICT_OR_GLOBALS load_from_dict_or_globals (W, R, S) "In an annotation scope: the name of site C from the mapping in B, else the globals and builtins.";
// ---- names
LOAD_GLOBAL load_global (W, _, S) "Loads a global or builtin name.";
LOAD_GLOBAL_MODULE load_global_module (W, _, S) "LOAD_GLOBAL found in the globals.";
LOAD_GLOBAL_BUILTIN load_global_builtin (W, _, S) "LOAD_GLOBAL found in the builtins.";
STORE_GLOBAL store_global (R, _, S) "Stores register A as a global.";
DELETE_GLOBAL delete_global (_, _, S) "Deletes a global.";
LOAD_NAME load_name (W, _, S) "Loads a name from the namespace, the globals or the builtins.";
STORE_NAME store_name (R, _, S) "Stores register A in the namespace.";
DELETE_NAME delete_name (_, _, S) "Deletes a name from the namespace.";
LOAD_LOCALS load_locals (W, _, _) "Loads the namespace of a class body or module.";
LOAD_BUILD_CLASS load_build_class (W, _, _) "Loads builtins.__build_class__.";
SETUP_ANNOTATIONS setup_annotations (_, _, _) "Makes sure that the namespace has an __annotations__ dict.";
// ---- attributes
LOAD_ATTR load_attr (W, R, S) "Loads an attribute of B.";
LOAD_ATTR_SLOT load_attr_slot (W, R, S) "LOAD_ATTR of an inline slot of an instance.";
LOAD_ATTR_SPILL load_attr_spill (W, R, S) "LOAD_ATTR of a slot in an instance's spill vector.";
LOAD_ATTR_CLASS load_attr_class (W, R, S) "LOAD_ATTR found on the type as a plain value (or of a class).";
LOAD_ATTR_PROPERTY load_attr_property (W, R, S) "LOAD_ATTR of a property with a Python getter.";
LOAD_ATTR_MODULE load_attr_module (W, R, S) "LOAD_ATTR of a module.";
STORE_ATTR store_attr (R, R, S) "Stores B as an attribute of A.";
STORE_ATTR_SLOT store_attr_slot (R, R, S) "STORE_ATTR to an existing inline slot.";
STORE_ATTR_ADD store_attr_add (R, R, S) "STORE_ATTR that appends an inline slot.";
DELETE_ATTR delete_attr (R, _, S) "Deletes an attribute of A.";
LOAD_METHOD load_method (P, R, S) "Prepares a method call: A, A+1 become function, self; or unset, callable.";
LOAD_METHOD_CACHED load_method_cached (P, R, S) "LOAD_METHOD of a function found on the type.";
LOAD_METHOD_TYPE load_method_type (P, R, S) "LOAD_METHOD of a function or class method found on a class object.";
LOAD_METHOD_MODULE load_method_module (P, R, S) "LOAD_METHOD of a module's attribute.";
LOAD_SUPER_ATTR load_super_attr (W, N, S) "Attribute of super: B is a window [super, class, self].";
LOAD_SUPER_METHOD load_super_method (P, N, S) "As LOAD_SUPER_ATTR, but prepares a method call at A, A+1 as LOAD_METHOD does.";
LOAD_SUPER_METHOD_CACHED load_super_method_cached (P, N, S) "LOAD_SUPER_METHOD of a function, for the built-in super.";
// ---- subscripts
BINARY_SUBSCR binary_subscr (W, R, R) "B[C].";
BINARY_SUBSCR_IMM binary_subscr_imm (W, R, I) "B[immediate C].";
STORE_SUBSCR store_subscr (R, R, R) "A[B] = C.";
DELETE_SUBSCR delete_subscr (R, R, _) "del A[B].";
BINARY_SLICE binary_slice (W, R, N) "B[start:stop], the bounds being the window of two at C.";
STORE_SLICE store_slice (R, N, R) "A[start:stop] = C, the bounds being the window of two at B.";
// ---- operators
UNARY_NEGATIVE unary_negative (W, R, _) "-B.";
UNARY_POSITIVE unary_positive (W, R, _) "+B.";
UNARY_INVERT unary_invert (W, R, _) "~B.";
UNARY_NOT unary_not (W, R, _) "not B.";
BINARY_ADD binary_add (W, R, R) "B + C.";
BINARY_SUBTRACT binary_subtract (W, R, R) "B - C.";
BINARY_MULTIPLY binary_multiply (W, R, R) "B * C.";
BINARY_TRUE_DIVIDE binary_true_divide (W, R, R) "B / C.";
BINARY_FLOOR_DIVIDE binary_floor_divide (W, R, R) "B // C.";
BINARY_MODULO binary_modulo (W, R, R) "B % C.";
BINARY_POWER binary_power (W, R, R) "B ** C.";
BINARY_MATRIX_MULTIPLY binary_matrix_multiply (W, R, R) "B @ C.";
BINARY_LSHIFT binary_lshift (W, R, R) "B << C.";
BINARY_RSHIFT binary_rshift (W, R, R) "B >> C.";
BINARY_AND binary_and (W, R, R) "B & C.";
BINARY_OR binary_or (W, R, R) "B | C.";
BINARY_XOR binary_xor (W, R, R) "B ^ C.";
BINARY_ADD_IMM binary_add_imm (W, R, I) "B + immediate C.";
BINARY_SUBTRACT_IMM binary_subtract_imm (W, R, I) "B - immediate C.";
BINARY_MULTIPLY_IMM binary_multiply_imm (W, R, I) "B * immediate C.";
BINARY_FLOOR_DIVIDE_IMM binary_floor_divide_imm (W, R, I) "B // immediate C.";
BINARY_MODULO_IMM binary_modulo_imm (W, R, I) "B % immediate C.";
BINARY_LSHIFT_IMM binary_lshift_imm (W, R, I) "B << immediate C.";
BINARY_RSHIFT_IMM binary_rshift_imm (W, R, I) "B >> immediate C.";
BINARY_AND_IMM binary_and_imm (W, R, I) "B & immediate C.";
COMPARE_LT compare_lt (W, R, R) "B < C.";
COMPARE_LE compare_le (W, R, R) "B <= C.";
COMPARE_EQ compare_eq (W, R, R) "B == C.";
COMPARE_NE compare_ne (W, R, R) "B != C.";
COMPARE_GT compare_gt (W, R, R) "B > C.";
COMPARE_GE compare_ge (W, R, R) "B >= C.";
IS_OP is_op (W, R, R) "B is C, or with NEGATE: is not.";
CONTAINS_OP contains_op (W, R, R) "B in C, or with NEGATE: not in.";
// ---- jumps
JUMP jump (_, L, L) "Jumps forward.";
JUMP_BACKWARD jump_backward (_, L, L) "Jumps backward; a point where signals and other threads get their turn.";
JUMP_IF_FALSE jump_if_false (J, R, _) "Jumps if B is false.";
JUMP_IF_TRUE jump_if_true (J, R, _) "Jumps if B is true.";
JUMP_IF_NONE jump_if_none (J, R, _) "Jumps if B is None.";
JUMP_IF_NOT_NONE jump_if_not_none (J, R, _) "Jumps if B is not None.";
LT_JUMP_FALSE lt_jump_false (J, R, R) "Jumps unless B < C.";
LE_JUMP_FALSE le_jump_false (J, R, R) "Jumps unless B <= C.";
EQ_JUMP_FALSE eq_jump_false (J, R, R) "Jumps unless B == C.";
NE_JUMP_FALSE ne_jump_false (J, R, R) "Jumps unless B != C.";
GT_JUMP_FALSE gt_jump_false (J, R, R) "Jumps unless B > C.";
GE_JUMP_FALSE ge_jump_false (J, R, R) "Jumps unless B >= C.";
LT_JUMP_TRUE lt_jump_true (J, R, R) "Jumps if B < C.";
LE_JUMP_TRUE le_jump_true (J, R, R) "Jumps if B <= C.";
EQ_JUMP_TRUE eq_jump_true (J, R, R) "Jumps if B == C.";
NE_JUMP_TRUE ne_jump_true (J, R, R) "Jumps if B != C.";
GT_JUMP_TRUE gt_jump_true (J, R, R) "Jumps if B > C.";
GE_JUMP_TRUE ge_jump_true (J, R, R) "Jumps if B >= C.";
LT_IMM_JUMP_FALSE lt_imm_jump_false (J, R, I) "Jumps unless B < immediate C.";
LE_IMM_JUMP_FALSE le_imm_jump_false (J, R, I) "Jumps unless B <= immediate C.";
EQ_IMM_JUMP_FALSE eq_imm_jump_false (J, R, I) "Jumps unless B == immediate C.";
NE_IMM_JUMP_FALSE ne_imm_jump_false (J, R, I) "Jumps unless B != immediate C.";
GT_IMM_JUMP_FALSE gt_imm_jump_false (J, R, I) "Jumps unless B > immediate C.";
GE_IMM_JUMP_FALSE ge_imm_jump_false (J, R, I) "Jumps unless B >= immediate C.";
LT_IMM_JUMP_TRUE lt_imm_jump_true (J, R, I) "Jumps if B < immediate C.";
LE_IMM_JUMP_TRUE le_imm_jump_true (J, R, I) "Jumps if B <= immediate C.";
EQ_IMM_JUMP_TRUE eq_imm_jump_true (J, R, I) "Jumps if B == immediate C.";
NE_IMM_JUMP_TRUE ne_imm_jump_true (J, R, I) "Jumps if B != immediate C.";
GT_IMM_JUMP_TRUE gt_imm_jump_true (J, R, I) "Jumps if B > immediate C.";
GE_IMM_JUMP_TRUE ge_imm_jump_true (J, R, I) "Jumps if B >= immediate C.";
IS_JUMP_FALSE is_jump_false (J, R, R) "Jumps unless B is C (with NEGATE: unless B is not C).";
CONTAINS_JUMP_FALSE contains_jump_false (J, R, R) "Jumps unless B in C (with NEGATE: unless B not in C).";
// ---- iteration
GET_ITER get_iter (W, R, _) "iter(B).";
FOR_ITER for_iter (W, M, J) "A = next(B); when B is exhausted it is released, and C is jumped to.";
FOR_ITER_RANGE for_iter_range (W, M, J) "FOR_ITER over a range of small ints.";
FOR_ITER_LIST for_iter_list (W, M, J) "FOR_ITER over a list.";
FOR_ITER_TUPLE for_iter_tuple (W, M, J) "FOR_ITER over a tuple.";
FOR_ITER_GEN for_iter_gen (W, M, J) "FOR_ITER over a generator, run in this same loop.";
UNPACK_SEQUENCE unpack_sequence (P, R, U) "Unpacks B into the C registers from A on, which may be locals: what they held is released.";
UNPACK_EX unpack_ex (P, R, U) "Unpacks B with a starred target: C is the count before it, plus 256 times the count after it; the list lies between. The registers may be locals: what they held is released.";
// ---- building
BUILD_TUPLE build_tuple (W, N, U) "A tuple of the C registers from B on.";
BUILD_LIST build_list (W, N, U) "A list of the C registers from B on.";
BUILD_SET build_set (W, N, U) "A set of the C registers from B on.";
BUILD_MAP build_map (W, N, U) "A dict of C pairs key, value from B on.";
BUILD_STRING build_string (W, N, U) "Joins the C strings from B on.";
BUILD_SLICE build_slice (W, N, U) "A slice of the window start, stop (C = 2), step (C = 3) at B.";
LIST_APPEND list_append (M, R, _) "Appends B to the list A.";
LIST_EXTEND list_extend (M, X, _) "Extends the list A by the iterable B.";
SET_ADD set_add (M, R, _) "Adds B to the set A.";
SET_UPDATE set_update (M, X, _) "Adds the elements of the iterable B to the set A.";
MAP_ADD map_add (M, N, _) "A[key] = value, the window of two at B.";
DICT_UPDATE dict_update (M, X, _) "Updates the dict A from the mapping B.";
DICT_MERGE dict_merge (M, X, R) "As DICT_UPDATE for **kwargs: a repeated key is an error that names the callable C.";
LIST_TO_TUPLE list_to_tuple (W, X, _) "A tuple of the list B, which dies here.";
FORMAT_VALUE format_value (W, R, R) "Formats B; flags give the conversion and whether C holds a format spec.";
BUILD_INTERPOLATION build_interpolation (W, N, U) "An Interpolation of the window [value, expression text, spec] (C = 3 with spec, else 2); flags give the conversion.";
BUILD_TEMPLATE build_template (W, N, _) "A Template of the window [tuple of strings, tuple of interpolations].";
// ---- functions and classes
MAKE_FUNCTION make_function (W, U, N) "A function of constant B (code), with what flags say lies in the window at C: defaults tuple, kwdefaults dict, annotate function, closure tuple.";
CALL call (W, N, U) "Calls register B with the C positional arguments after it.";
CALL_NATIVE call_native (W, N, U) "CALL of a native function.";
CALL_METHOD call_method (W, N, U) "Calls what LOAD_METHOD prepared at B, with the C arguments after it.";
CALL_METHOD_NATIVE call_method_native (W, N, U) "CALL_METHOD of a native method.";
CALL_KW call_kw (W, N, U) "CALL with keywords: C counts all arguments, the tuple of keyword names follows them.";
CALL_METHOD_KW call_method_kw (W, N, U) "CALL_METHOD with keywords: C counts all arguments, the tuple of keyword names follows them.";
CALL_FUNCTION_EX call_function_ex (W, N, _) "Calls with the window [callable, iterable of arguments, dict of keywords if HAS_KWARGS].";
RETURN_VALUE return_value (_, X, _) "Returns B.";
RETURN_CONST return_const (_, K, K) "Returns a constant.";
// ---- generators and coroutines
YIELD_VALUE yield_value (W, R, _) "Suspends the frame with value B; what is sent arrives in A.";
GET_YIELD_FROM_ITER get_yield_from_iter (W, R, _) "The iterator that `yield from B` drives.";
GET_AWAITABLE get_awaitable (W, R, U) "The awaitable of B; C says where it comes from: 0 await, 1 __aenter__, 2 __aexit__.";
YIELD_FROM yield_from (W, M, _) "Drives B until it returns, then releases B; its result arrives in A, which may be B. Suspends the frame whenever B yields.";
GET_AITER get_aiter (W, R, _) "aiter(B) of an async for.";
GET_ANEXT get_anext (W, R, _) "The awaitable of anext(B).";
END_ASYNC_FOR end_async_for (X, X, J) "Handler of an async for: if exception A is StopAsyncIteration, releases iterator B and goes on at C, else raises A again.";
// ---- exceptions and with
RAISE_VARARGS raise_varargs (R, R, U) "raise (C = 0: again), raise A (1), raise A from B (2).";
RERAISE reraise (X, _, _) "Raises exception A again, its traceback unchanged.";
PUSH_EXC_INFO push_exc_info (W, R, _) "Makes B the exception being handled; A keeps the one before.";
POP_EXCEPT pop_except (X, _, _) "Ends the handling: what PUSH_EXC_INFO kept in A is current again.";
CHECK_EXC_MATCH check_exc_match (W, R, R) "Whether exception B matches C (a class or tuple).";
CHECK_EG_MATCH check_eg_match (P, R, R) "except*: splits group B by C; A gets the matching part or None, A+1 the rest or None.";
PREP_RERAISE_STAR prep_reraise_star (W, R, R) "except*: what to raise in the end, of original B and the list C; None if nothing.";
LOAD_COMMON_CONSTANT load_common_constant (W, U, _) "Loads a builtin exception class whatever the builtins say: B = 0 AssertionError, 1 NotImplementedError.";
BEFORE_WITH before_with (P, R, _) "A, A+1 become __exit__ as LOAD_METHOD prepares it, A+2, A+3 __enter__.";
BEFORE_ASYNC_WITH before_async_with (P, R, _) "As BEFORE_WITH, for __aexit__ and __aenter__.";
WITH_EXCEPT_START with_except_start (W, N, R) "Calls the exit method prepared at B with type, value and traceback of exception C.";
// ---- imports
IMPORT_NAME import_name (W, N, S) "Imports the module of site C; the window at B holds [level, fromlist].";
IMPORT_FROM import_from (W, R, S) "The attribute of module B that `from` asks for.";
IMPORT_STAR import_star (_, R, _) "Copies the public names of module B into the namespace.";
// ---- patterns
MATCH_CLASS match_class (W, R, N) "Matches B against the window [class, tuple of keyword names, count of positional patterns]: a tuple of values, or None.";
MATCH_MAPPING match_mapping (W, R, _) "Whether B is a mapping to match.";
MATCH_SEQUENCE match_sequence (W, R, _) "Whether B is a sequence to match.";
MATCH_KEYS match_keys (W, R, R) "The values of mapping B at the keys of tuple C, as a tuple, or None.";
GET_LEN get_len (W, R, _) "len(B).";
// ---- the rest
PRINT_EXPR print_expr (_, X, _) "Hands B to sys.displayhook.";
CALL_INTRINSIC_1 call_intrinsic_1 (W, R, U) "Intrinsic C of one argument; see Intrinsic1.";
CALL_INTRINSIC_2 call_intrinsic_2 (W, N, U) "Intrinsic C of the window of two at B; see Intrinsic2.";
// ---- forms that the loader chooses in generators, whose registers lie in the heap
CALL_GEN call_gen (W, N, U) "CALL out of a generator's frame.";
CALL_METHOD_GEN call_method_gen (W, N, U) "CALL_METHOD out of a generator's frame.";
RETURN_GEN return_gen (_, X, _) "RETURN_VALUE of a generator.";
RETURN_CONST_GEN return_const_gen (_, K, K) "RETURN_CONST of a generator.";
// ---- what stands for another instruction when a trace function has just been set
ENTER_TRACING enter_tracing (_, _, _) "Puts back the instruction that stood here, and goes on with it in the table of traced code.";
        }
    };
}
pub(crate) use for_each_opcode;

macro_rules! define_op {
    ($($name:ident $handler:ident ($a:tt, $b:tt, $c:tt) $doc:literal;)*) => {
        /// An opcode. Names are CPython's wherever the meaning is.
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Op { $(#[doc = $doc] $name,)* }

        /// The table's rows as data, indexed by opcode.
        pub static OPCODES: &[OpInfo] = &[$(OpInfo {
            op: Op::$name,
            name: stringify!($name),
            doc: $doc,
            operands: [
                define_op!(@kind $a),
                define_op!(@kind $b),
                define_op!(@kind $c),
            ],
        },)*];
    };
    (@kind W) => { OperandKind::Write };
    (@kind R) => { OperandKind::Read };
    (@kind X) => { OperandKind::Consume };
    (@kind M) => { OperandKind::Mutate };
    (@kind N) => { OperandKind::Window };
    (@kind P) => { OperandKind::WriteWindow };
    (@kind I) => { OperandKind::Immediate };
    (@kind U) => { OperandKind::Count };
    (@kind S) => { OperandKind::Site };
    (@kind F) => { OperandKind::Free };
    (@kind J) => { OperandKind::Jump };
    (@kind K) => { OperandKind::Const };
    (@kind L) => { OperandKind::LongJump };
    (@kind _) => { OperandKind::Unused };
}
for_each_opcode!(define_op);

/// What an operand means; see the table at the top of this file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OperandKind {
    Write,
    Read,
    Consume,
    Mutate,
    Window,
    WriteWindow,
    Immediate,
    Count,
    Site,
    Free,
    Jump,
    Const,
    LongJump,
    Unused,
}

/// One row of the table.
pub struct OpInfo {
    pub op: Op,
    /// The name that dis shows.
    pub name: &'static str,
    pub doc: &'static str,
    pub operands: [OperandKind; 3],
}

impl Op {
    /// The row of this opcode.
    pub fn info(self) -> &'static OpInfo {
        &OPCODES[self as usize]
    }

    /// The opcode with this number, if there is one.
    pub fn from_u8(number: u8) -> Option<Op> {
        OPCODES.get(number as usize).map(|info| info.op)
    }
}

/// Selectors of CALL_INTRINSIC_1; named as CPython's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Intrinsic1 {
    /// `TypeVar(name)` of a type parameter list.
    TypeVar,
    ParamSpec,
    TypeVarTuple,
    /// `Generic[params]` as a base of a generic class.
    SubscriptGeneric,
    /// A `type` statement: argument is the tuple (name, type params or None, function that evaluates the value).
    TypeAlias,
    /// `str(x)`, `repr(x)` and `ascii(x)` without a format spec are FORMAT_VALUE; this is `tuple(x)` of *args.
    ToTuple,
}

/// Selectors of CALL_INTRINSIC_2; named as CPython's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Intrinsic2 {
    /// (name, function that evaluates the bound)
    TypeVarWithBound,
    /// (name, function that evaluates the constraints)
    TypeVarWithConstraints,
    /// (function, tuple of type parameters): sets `__type_params__`, gives the function.
    SetFunctionTypeParams,
    /// (type parameter, function that evaluates its default), gives the type parameter.
    SetTypeparamDefault,
    /// (object, name): for more attribute names than sites can name.
    GetAttr,
    /// (name, unused): a global by name, for more names than sites can name.
    LoadGlobal,
}
