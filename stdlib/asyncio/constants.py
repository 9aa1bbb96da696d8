"""Numbers that asyncio's parts share; sizes are bytes, times are seconds."""

# After this many writes to a lost connection, each further one is logged.
LOG_THRESHOLD_FOR_CONNLOST_WRITES = 5

# How long a server leaves its listening socket alone after accept() ran out of descriptors or memory.
ACCEPT_RETRY_DELAY = 1

# Frames kept of where a handle, future or coroutine was made, in debug mode.
DEBUG_STACK_DEPTH = 10

SSL_HANDSHAKE_TIMEOUT = 60.0
SSL_SHUTDOWN_TIMEOUT = 30.0

SENDFILE_FALLBACK_READBUFFER_SIZE = 1024 * 256

# KiB, as TLS transports count them.
FLOW_CONTROL_HIGH_WATER_SSL_READ = 256
FLOW_CONTROL_HIGH_WATER_SSL_WRITE = 512

# How long asyncio.run() waits for the default executor's threads.
THREAD_JOIN_TIMEOUT = 300


class _SendfileMode:
    """What a transport says of loop.sendfile() in its attribute _sendfile_compatible."""

    UNSUPPORTED = 'unsupported'
    TRY_NATIVE = 'try native'
    FALLBACK = 'fallback'
