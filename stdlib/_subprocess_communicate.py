"""Popen.communicate(): feeding and draining a child's pipes without deadlock."""

import os
import time

import subprocess
from selectors import EVENT_READ, EVENT_WRITE
from subprocess import TimeoutExpired

_PIPE_BUF = 512                 # so much can always be written to a ready pipe


def communicate(process, input, timeout):
    if process._communication_started and input:
        raise ValueError("Cannot send input after starting communication")
    streams = [process.stdin, process.stdout, process.stderr]
    if timeout is None and not process._communication_started \
            and streams.count(None) >= 2:
        return _single(process, input)
    endtime = None if timeout is None else time.monotonic() + timeout
    try:
        stdout, stderr = process._communicate(input, endtime, timeout)
    except KeyboardInterrupt:
        if timeout is not None:
            wait = min(process._sigint_wait_secs, endtime - time.monotonic())
        else:
            wait = process._sigint_wait_secs
        process._sigint_wait_secs = 0
        try:
            process._wait(timeout=wait)
        except TimeoutExpired:
            pass
        raise
    finally:
        process._communication_started = True
    process.wait(timeout=_remaining(endtime))
    return stdout, stderr


def _remaining(endtime):
    return None if endtime is None else endtime - time.monotonic()


def _single(process, input):
    # With one pipe nothing can block anything else.
    stdout = stderr = None
    if process.stdin:
        _write_all(process, input)
    elif process.stdout:
        stdout = process.stdout.read()
        process.stdout.close()
    elif process.stderr:
        stderr = process.stderr.read()
        process.stderr.close()
    process.wait()
    return stdout, stderr


def _write_all(process, input):
    if input:
        try:
            process.stdin.write(input)
        except BrokenPipeError:
            pass                # the child does not want it
    try:
        process.stdin.close()
    except BrokenPipeError:
        pass


def _start(process, input):
    if process.stdin and not process._communication_started:
        try:
            process.stdin.flush()
        except BrokenPipeError:
            pass
        if not input:
            try:
                process.stdin.close()
            except BrokenPipeError:
                pass
    if not process._communication_started:
        process._fileobj2output = {}
        for stream in (process.stdout, process.stderr):
            if stream:
                process._fileobj2output[stream] = []
    if process.stdin and process._input is None:
        process._input_offset = 0
        process._input = input
        if input is not None and process.text_mode:
            process._input = process._input.encode(process.stdin.encoding,
                                                   process.stdin.errors)


def exchange(process, input, endtime, orig_timeout):
    _start(process, input)
    output = process._fileobj2output
    view = memoryview(process._input).cast("b") if process._input else None
    with subprocess._PopenSelector() as selector:
        if process.stdin and not process.stdin.closed and process._input:
            selector.register(process.stdin, EVENT_WRITE)
        for stream in (process.stdout, process.stderr):
            if stream and not stream.closed:
                selector.register(stream, EVENT_READ)
        while selector.get_map():
            timeout = _remaining(endtime)
            if timeout is not None and timeout < 0:
                _expired(process, orig_timeout)
            ready = selector.select(timeout)
            if endtime is not None and time.monotonic() > endtime:
                _expired(process, orig_timeout)
            for key, events in ready:
                if key.fileobj is process.stdin:
                    _feed(process, selector, key, view)
                else:
                    data = os.read(key.fd, 32768)
                    if not data:
                        selector.unregister(key.fileobj)
                        key.fileobj.close()
                    output[key.fileobj].append(data)
    process.wait(timeout=_remaining(endtime))
    return tuple(_text(process, stream) for stream in (process.stdout, process.stderr))


def _feed(process, selector, key, view):
    chunk = view[process._input_offset:process._input_offset + _PIPE_BUF]
    try:
        process._input_offset += os.write(key.fd, chunk)
    except BrokenPipeError:
        selector.unregister(key.fileobj)
        key.fileobj.close()
    else:
        if process._input_offset >= len(process._input):
            selector.unregister(key.fileobj)
            key.fileobj.close()


def _text(process, stream):
    if not stream:
        return None
    data = b''.join(process._fileobj2output[stream])
    if process.text_mode:
        data = process._translate_newlines(data, stream.encoding, stream.errors)
    return data


def _expired(process, timeout):
    def so_far(stream):
        parts = process._fileobj2output.get(stream) if stream else None
        return b''.join(parts) if parts else None

    raise TimeoutExpired(process.args, timeout, output=so_far(process.stdout),
                         stderr=so_far(process.stderr))
