"""asyncio.log.logger, made when somebody asks for it: most programs never log through it."""


def __getattr__(name):
    if name != 'logger':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    import logging
    logger = globals()['logger'] = logging.getLogger('asyncio')
    return logger
