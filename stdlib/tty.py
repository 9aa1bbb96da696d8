"""Terminal modes: raw, and reading each character as it is typed."""

from termios import *     # names that programs take from here

__all__ = ["cfmakeraw", "cfmakecbreak", "setraw", "setcbreak"]

# Places in the list that termios.tcgetattr() gives.
IFLAG, OFLAG, CFLAG, LFLAG, ISPEED, OSPEED, CC = range(7)


def cfmakeraw(mode):
    """Change a mode as tcgetattr() gives it into the raw one."""
    mode[IFLAG] &= ~(IGNBRK | BRKINT | PARMRK | INPCK | ISTRIP | INLCR | IGNCR
                     | ICRNL | IXON | IXANY | IXOFF)
    mode[OFLAG] &= ~OPOST
    mode[CFLAG] = mode[CFLAG] & ~(PARENB | CSIZE) | CS8
    mode[LFLAG] &= ~(ECHO | ECHOE | ECHOK | ECHONL | ICANON | IEXTEN | ISIG
                     | NOFLSH | TOSTOP)
    _by_character(mode)


def cfmakecbreak(mode):
    """Change a mode so that characters come one by one, and are not shown."""
    mode[LFLAG] &= ~(ECHO | ICANON)
    _by_character(mode)


def _by_character(mode):
    # The list may be shared with the mode that is to be put back.
    characters = list(mode[CC])
    characters[VMIN] = 1
    characters[VTIME] = 0
    mode[CC] = characters


def _change(fd, when, change):
    before = tcgetattr(fd)
    after = list(before)
    change(after)
    tcsetattr(fd, when, after)
    return before


def setraw(fd, when=TCSAFLUSH):
    """Put the terminal into raw mode; returns the mode it was in."""
    return _change(fd, when, cfmakeraw)


def setcbreak(fd, when=TCSAFLUSH):
    """Put the terminal into cbreak mode; returns the mode it was in."""
    return _change(fd, when, cfmakecbreak)
