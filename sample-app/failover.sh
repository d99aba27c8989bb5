#!/usr/bin/env bash
#
# Two job servers, this application and a PHP worker. Every few seconds one of the servers is killed with SIGKILL and comes back;
# the application goes on to be asked, and to answer. To be watched, until Ctrl-C or for so many seconds:
#
#   mvn -pl sample-app -am package -DskipTests
#   sample-app/failover.sh [seconds]
#
# Needs curl, and PHP with the extension gearman (Debian: php-cli, php-gearman).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

SECONDS_TO_RUN=${1:-300}
PORTS=(4740 4741)
HTTP_PORT=8740
SERVERS=127.0.0.1:${PORTS[0]},127.0.0.1:${PORTS[1]}

directory=$(mktemp -d)
pids=()
servers=()

end() {
  kill "${pids[@]}" "${servers[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$directory"
}
trap end EXIT

await_port() {
  until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 0.1; done
}

start_server() {
  local port=${PORTS[$1]}
  java -jar gearman-server/target/gearmand.jar --listen=127.0.0.1 --port="$port" --pid-file="$directory/$port.pid" \
    --log-file="$directory/$port.log" --queue-type=embedded --store-directory="$directory/$port" &
  servers[$1]=$!
  disown
}

ask() {
  curl -s -m 10 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$HTTP_PORT/slugs?text=Hello%20World" || true
}

start_server 0
start_server 1
await_port "${PORTS[0]}"
await_port "${PORTS[1]}"
php sample-app/php/worker.php "$SERVERS" >"$directory/worker.log" &
pids+=($!)
java -jar sample-app/target/sample-app-*.jar --server.port=$HTTP_PORT --gearman.servers="$SERVERS" >"$directory/sample.log" &
pids+=($!)
echo 'The application starts ...'
until [[ $(ask) == 200 ]]; do sleep 0.5; done

answered=0
failed=0
kills=0
next=$((SECONDS + 3))
end_at=$((SECONDS + SECONDS_TO_RUN))
killed=
while ((SECONDS < end_at)); do
  if [[ $(ask) == 200 ]]; then answered=$((answered + 1)); else failed=$((failed + 1)); fi
  if ((SECONDS >= next)); then
    next=$((SECONDS + 2 + RANDOM % 3))
    if [[ -z $killed ]]; then
      killed=$((RANDOM % 2))
      kill -9 "${servers[$killed]}"
      kills=$((kills + 1))
      printf '%s  server %s killed,    %d answers, %d failures\n' "$(date +%T)" "${PORTS[$killed]}" $answered $failed
    else
      start_server "$killed"
      printf '%s  server %s is started, %d answers, %d failures\n' "$(date +%T)" "${PORTS[$killed]}" $answered $failed
      killed=
    fi
  fi
done
printf '%d kills, %d answers, %d failures\n' $kills $answered $failed
((failed == 0))
