#!/usr/bin/env python3
"""How long a job server takes from exec until it answers `version`, and how much CPU time until it has stopped.

    benchmarks/start-time.py PORT RUNS COMMAND...
    benchmarks/start-time.py 4799 20 gearman-server/target/gearmand --listen=127.0.0.1 --port=4799 --log-file=none
"""
import resource
import socket
import statistics
import subprocess
import sys
import time


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"version\n")
            return connection.recv(100).startswith(b"OK")
    except OSError:
        return False


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def start(port, command):
    cpu = cpu_seconds()
    begin = time.monotonic()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not answers(port):
        if server.poll() is not None or time.monotonic() - begin > 60:
            server.kill()
            sys.exit(f"{command} does not serve on port {port}")
        time.sleep(0.002)
    wall = time.monotonic() - begin
    server.terminate()
    server.wait()
    return wall, cpu_seconds() - cpu


if len(sys.argv) < 4:
    sys.exit(__doc__)
runs = [start(int(sys.argv[1]), sys.argv[3:]) for _ in range(int(sys.argv[2]))]
for name, values in zip(("wall", "cpu"), zip(*runs)):
    print(f"{name:4} median {statistics.median(values) * 1000:.0f} ms, least {min(values) * 1000:.0f} ms, "
          f"most {max(values) * 1000:.0f} ms, {len(values)} runs")
