"""Assertions that explain how two containers differ."""

from .util import _common_shorten_repr, safe_repr

__unittest = True


def assertSequenceEqual(test, seq1, seq2, msg, seq_type):
    if seq_type is not None:
        name = seq_type.__name__
        if not isinstance(seq1, seq_type):
            raise test.failureException('First sequence is not a %s: %s'
                                        % (name, safe_repr(seq1)))
        if not isinstance(seq2, seq_type):
            raise test.failureException('Second sequence is not a %s: %s'
                                        % (name, safe_repr(seq2)))
    else:
        name = "sequence"
    differing = None
    try:
        len1 = len(seq1)
    except (TypeError, NotImplementedError):
        differing = 'First %s has no length.    Non-sequence?' % name
    if differing is None:
        try:
            len2 = len(seq2)
        except (TypeError, NotImplementedError):
            differing = 'Second %s has no length.    Non-sequence?' % name
    if differing is None:
        if seq1 == seq2:
            return
        differing = '%ss differ: %s != %s\n' % (
            (name.capitalize(),) + _common_shorten_repr(seq1, seq2))
        first = _first_difference(name, seq1, seq2, min(len1, len2))
        if not first and len1 == len2 and seq_type is None and type(seq1) != type(seq2):
            return  # the same items: only the types differ, which nobody asked about
        differing += first
        differing += _lengths(name, seq1, seq2, len1, len2)
    import difflib
    import pprint
    diffMsg = '\n' + '\n'.join(difflib.ndiff(pprint.pformat(seq1).splitlines(),
                                             pprint.pformat(seq2).splitlines()))
    test.fail(test._formatMessage(msg, test._truncateMessage(differing, diffMsg)))


def _first_difference(name, seq1, seq2, length):
    for i in range(length):
        try:
            item1 = seq1[i]
        except (TypeError, IndexError, NotImplementedError):
            return '\nUnable to index element %d of first %s\n' % (i, name)
        try:
            item2 = seq2[i]
        except (TypeError, IndexError, NotImplementedError):
            return '\nUnable to index element %d of second %s\n' % (i, name)
        if item1 != item2:
            return '\nFirst differing element %d:\n%s\n%s\n' % (
                (i,) + _common_shorten_repr(item1, item2))
    return ''


def _lengths(name, seq1, seq2, len1, len2):
    if len1 == len2:
        return ''
    which, longer, extra, index = (('First', seq1, len1 - len2, len2) if len1 > len2
                                   else ('Second', seq2, len2 - len1, len1))
    text = '\n%s %s contains %d additional elements.\n' % (which, name, extra)
    try:
        text += 'First extra element %d:\n%s\n' % (index, safe_repr(longer[index]))
    except (TypeError, IndexError, NotImplementedError):
        text += 'Unable to index element %d of %s %s\n' % (index, which.lower(), name)
    return text


def assertSetEqual(test, set1, set2, msg):
    try:
        difference1 = set1.difference(set2)
    except TypeError as e:
        test.fail('invalid type when attempting set difference: %s' % e)
    except AttributeError as e:
        test.fail('first argument does not support set difference: %s' % e)
    try:
        difference2 = set2.difference(set1)
    except TypeError as e:
        test.fail('invalid type when attempting set difference: %s' % e)
    except AttributeError as e:
        test.fail('second argument does not support set difference: %s' % e)
    if not (difference1 or difference2):
        return
    lines = []
    for which, difference in (('first', difference1), ('second', difference2)):
        if difference:
            lines.append('Items in the %s set but not the %s:' % (
                which, 'second' if which == 'first' else 'first'))
            lines.extend(repr(item) for item in difference)
    test.fail(test._formatMessage(msg, '\n'.join(lines)))


def assertDictEqual(test, d1, d2, msg):
    test.assertIsInstance(d1, dict, 'First argument is not a dictionary')
    test.assertIsInstance(d2, dict, 'Second argument is not a dictionary')
    if d1 != d2:
        import difflib
        import pprint
        standardMsg = '%s != %s' % _common_shorten_repr(d1, d2)
        diff = '\n' + '\n'.join(difflib.ndiff(pprint.pformat(d1).splitlines(),
                                              pprint.pformat(d2).splitlines()))
        standardMsg = test._truncateMessage(standardMsg, diff)
        test.fail(test._formatMessage(msg, standardMsg))


def assertMultiLineEqual(test, first, second, msg):
    test.assertIsInstance(first, str, "First argument is not a string")
    test.assertIsInstance(second, str, "Second argument is not a string")
    if first == second:
        return
    if len(first) > test._diffThreshold or len(second) > test._diffThreshold:
        test._baseAssertEqual(first, second, msg)
    import difflib
    # Show where lines end, also in single lines.
    first_presplit = first
    second_presplit = second
    if first and second:
        if first[-1] != '\n' and second[-1] != '\n':
            first_presplit += '\n'
            second_presplit += '\n'
        elif second[-1] != '\n':
            second_presplit += '\n'
        elif first[-1] != '\n':
            first_presplit += '\n'
    diff = '\n' + ''.join(difflib.ndiff(first_presplit.splitlines(keepends=True),
                                        second_presplit.splitlines(keepends=True)))
    standardMsg = '%s != %s' % _common_shorten_repr(first, second)
    standardMsg = test._truncateMessage(standardMsg, diff)
    test.fail(test._formatMessage(msg, standardMsg))
