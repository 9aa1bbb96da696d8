"""Scanner: cuts a string into tokens by a lexicon of patterns and actions."""

import _sre

__all__ = ["Scanner"]


class Scanner:
    """Each item of the lexicon is a pattern and what to do with what it matches: a function
    of scanner and text, any other object to put in the result, or None to pass it over."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        flags = int(flags)
        # Each phrase is a group of its own; the groups within it are numbered behind it.
        self._actions = {}
        phrases = []
        group = 1
        for phrase, action in lexicon:
            self._actions[group] = action
            phrases.append(f"({phrase})")
            group += 1 + _sre.compile(phrase, flags).groups
        self.scanner = _sre.compile("|".join(phrases), flags)

    def scan(self, string):
        """The list of results, and the rest of the string that nothing matches."""
        result = []
        match = self.scanner.scanner(string).match
        end = 0
        while found := match():
            if found.end() == end:
                break
            action = self._actions[found.lastindex]
            if callable(action):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                result.append(action)
            end = found.end()
        return result, string[end:]
