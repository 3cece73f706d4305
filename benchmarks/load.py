"""Asks a server for pages over connections that stay open, and prints the pages per second, the mean size of an answer and their number.

    python -m benchmarks.load PORT SECONDS CONNECTIONS, with the requests' heads as JSON on the standard input; 0 seconds ask once for each
"""

import json
import socket
import sys
import threading
import time
from itertools import count

LENGTH = b"content-length: "


def ask(connection: socket.socket, head: bytes) -> int:
    """One request and its whole answer; the bytes of its body. Raises ValueError unless the answer is a page."""
    connection.sendall(head)
    got = connection.recv(1 << 18)
    while b"\r\n\r\n" not in got:
        got += connection.recv(1 << 18)
    top, _, body = got.partition(b"\r\n\r\n")
    if not top.startswith(b"HTTP/1.1 200"):
        raise ValueError(top[:80])
    lower = top.lower()
    at = lower.index(LENGTH) + len(LENGTH)
    size = int(lower[at : lower.index(b"\r", at) if b"\r" in lower[at:] else len(lower)])
    left = size - len(body)
    while left > 0:
        left -= len(connection.recv(1 << 18))
    return size


def main(port: int, seconds: float, connections: int) -> None:
    heads = [head.encode() for head in json.load(sys.stdin)]
    turn = count()
    done: list[int] = []
    begin = time.perf_counter()
    end = begin + seconds

    def work() -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number in turn:
                if time.perf_counter() >= end if seconds else number >= len(heads):
                    break
                done.append(ask(connection, heads[number % len(heads)]))

    workers = [threading.Thread(target=work) for _ in range(connections)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps([len(done) / (time.perf_counter() - begin), sum(done) / max(1, len(done)), len(done)]))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
