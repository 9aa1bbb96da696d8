"""Completion of names and attributes for prompts.

    Completer(namespace).complete(text, state)

gives the first, second ... way in which a word may go on, and None at the end. What a word names is looked up by
evaluating it, if it is a dotted name; nothing else of a line is ever run.
"""

import builtins
import inspect
import keyword
import re
import __main__

__all__ = ['Completer']

_DOTTED = re.compile(r'(\w+(\.\w+)*)\.(\w*)')
_WITHOUT_SPACE = {'finally', 'try'}
_COMPLETE = {'False', 'None', 'True', 'break', 'continue', 'pass', 'else', '_'}


class Completer:
    def __init__(self, namespace=None):
        if namespace and not isinstance(namespace, dict):
            raise TypeError('namespace must be a dictionary')
        # Without a namespace, that of __main__ at the time of each completion.
        self.use_main_ns = namespace is None
        if namespace is not None:
            self.namespace = namespace

    def complete(self, text, state):
        """The state-th way in which text may go on."""
        if self.use_main_ns:
            self.namespace = __main__.__dict__
        if not text.strip():
            return '\t' if state == 0 else None
        if state == 0:
            self.matches = self.attr_matches(text) if '.' in text else self.global_matches(text)
        try:
            return self.matches[state]
        except IndexError:
            return None

    def _callable_postfix(self, val, word):
        if callable(val):
            word += '('
            try:
                if not inspect.signature(val).parameters:
                    word += ')'
            except Exception:  # No signature is known, or its annotations fail.
                pass
        return word

    def global_matches(self, text):
        """Keywords, and names of the namespace and of builtins."""
        matches = []
        seen = {'__builtins__'}
        for word in keyword.kwlist + keyword.softkwlist:
            if word.startswith(text):
                seen.add(word)
                if word in _WITHOUT_SPACE:
                    word += ':'
                elif word not in _COMPLETE:
                    word += ' '
                matches.append(word)
        for names in self.namespace, builtins.__dict__:
            for word, value in list(names.items()):
                if word.startswith(text) and word not in seen:
                    seen.add(word)
                    matches.append(self._callable_postfix(value, word))
        return matches

    def attr_matches(self, text):
        """Attributes of what the part before the last dot names; with an underscore where that has been typed."""
        match = _DOTTED.match(text)
        if not match:
            return []
        expression, attribute = match.group(1, 3)
        try:
            thing = eval(expression, self.namespace)
        except Exception:
            return []
        words = set(dir(thing))
        words.discard('__builtins__')
        if hasattr(thing, '__class__'):
            words.add('__class__')
            words.update(get_class_members(thing.__class__))
        hidden = {'': '_', '_': '__'}.get(attribute)
        while True:
            matches = [self._attribute(thing, expression, word) for word in words
                       if word.startswith(attribute) and not (hidden and word.startswith(hidden))]
            if matches or not hidden:
                break
            hidden = {'_': '__'}.get(hidden)
        matches.sort()
        return matches

    def _attribute(self, thing, expression, word):
        match = f'{expression}.{word}'
        # A property is not asked for its value: that would run the program's code.
        if isinstance(getattr(type(thing), word, None), property):
            return match
        try:
            value = getattr(thing, word, None)
        except Exception:
            value = None
        return match if value is None else self._callable_postfix(value, match)


def get_class_members(klass):
    """The names of a class and of its bases."""
    members = dir(klass)
    for base in getattr(klass, '__bases__', ()):
        members = members + get_class_members(base)
    return members
