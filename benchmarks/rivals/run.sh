#!/bin/bash
# Runs the starter and its rivals: run.sh ROUNDS [CONFIGURATION...]
#
# Needs `mvn -Privals -pl benchmarks/rivals -am package -DskipTests`, and Debian's rabbitmq-server for amqp-*.
# Each run has a new JVM and a new server with an empty directory. Everything listens on the loopback address.
# The figures are added to target/figures.tsv, one line a run; table.py makes the medians of it.
# JAVA_HOME picks the JDK; RIVALS_JAVA_OPTS adds options to the application's JVM.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
rounds=${1:?usage: run.sh ROUNDS [CONFIGURATION...]}
shift
configurations=("$@")
if [ $# = 0 ]; then
  configurations=(gearman-memory gearman-durable gearmand-memory gearmand-durable
    gearman-postgres gearman-shared amqp-transient amqp-confirm dbscheduler jobrunr)
fi
work=$(mktemp -d /tmp/rivals.XXXXXX)
chmod 755 "$work"
server=0
epmd=0

stop() {
  for pid in $server $epmd; do
    if [ "$pid" != 0 ]; then
      kill -"$1" "$pid" 2>/dev/null || true
      wait "$pid" 2>/dev/null || true
    fi
  done
  server=0
  epmd=0
}
trap 'stop TERM; rm -rf "$work"' EXIT

await_port() {
  for _ in $(seq 300); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
      return
    fi
    sleep 0.1
  done
  echo "nothing listens on port $1; see the log:" >&2
  tail -20 "$work"/*.log >&2
  exit 1
}

start_gearmand() {
  "$java" -Xmx512m -jar "$here/../../gearman-server/target/gearmand.jar" -L 127.0.0.1 -p 27850 "$@" \
    >"$work/gearmand.log" 2>&1 &
  server=$!
  await_port 27850
}

start_rabbitmq() {
  local home=$work/rabbitmq
  mkdir "$home"
  ERL_EPMD_PORT=27861 epmd -address 127.0.0.1 -port 27861 >"$work/epmd.log" 2>&1 &
  epmd=$!
  HOME=$home ERL_EPMD_PORT=27861 ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_NODENAME=rivals@localhost \
    RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=27860 RABBITMQ_DIST_PORT=27862 \
    RABBITMQ_MNESIA_BASE=$home RABBITMQ_LOG_BASE=$home RABBITMQ_ENABLED_PLUGINS_FILE=$home/plugins \
    RABBITMQ_PID_FILE=$home/pid RABBITMQ_CONF_ENV_FILE=/dev/null \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
    "$(ls -d /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server | head -1)" \
    >"$work/rabbitmq.log" 2>&1 &
  server=$!
  await_port 27860
  sleep 2
}

# As zonky's archive is without its own settings, which turn fsync off: fsync, synchronous_commit and full_page_writes are on.
start_postgres() {
  local user=()
  if [ "$(id -u)" = 0 ]; then
    user=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  fi
  mkdir "$work/postgres" "$work/data"
  tar -xJf "$here"/target/postgres/postgres-linux-x86_64.txz -C "$work/postgres"
  if [ "$(id -u)" = 0 ]; then
    chown nobody "$work/data"
  fi
  "${user[@]}" "$work/postgres/bin/initdb" -D "$work/data" -U postgres -A trust -E UTF8 --locale=C >"$work/initdb.log" 2>&1
  (cd "$work/data" && exec "${user[@]}" "$work/postgres/bin/postgres" -D "$work/data" -p 27870 -h 127.0.0.1 -k '') \
    >"$work/postgres.log" 2>&1 &
  server=$!
  await_port 27870
  sleep 1
}

run() {
  local name=$1
  shift
  # shellcheck disable=SC2086
  "$java" -Xmx512m ${RIVALS_JAVA_OPTS:-} -jar "$here/target/rivals-0.1.0-SNAPSHOT.jar" \
    --rivals.name="$name" --rivals.server-pid="$server" "$@" >"$work/app.log" 2>&1 || {
    echo "$name failed:" >&2
    tail -40 "$work/app.log" >&2
    cp "$work/app.log" "$here/target/failed-$name.log"
  }
  grep '^figures' "$work/app.log" | tee -a "$here/target/figures.tsv" || true
}

configuration() {
  local gearman=(--spring.profiles.active=gearman)
  local rabbitmq=(--spring.profiles.active=amqp --spring.rabbitmq.host=127.0.0.1 --spring.rabbitmq.port=27860)
  local postgres=(--spring.datasource.url=jdbc:postgresql://127.0.0.1:27870/postgres --spring.datasource.username=postgres)
  case $1 in
    gearman-memory)
      run "$1" "${gearman[@]}"
      ;;
    gearman-durable)
      run "$1" "${gearman[@]}" --gearman.server.store.type=embedded --gearman.server.store.directory="$work/jobs"
      ;;
    gearmand-memory)
      start_gearmand
      run "$1" "${gearman[@]}" --gearman.servers=127.0.0.1:27850
      ;;
    gearmand-durable)
      start_gearmand -q embedded --store-directory "$work/jobs"
      run "$1" "${gearman[@]}" --gearman.servers=127.0.0.1:27850
      ;;
    gearman-postgres)
      start_postgres
      run "$1" --spring.profiles.active=gearman,postgres "${postgres[@]}"
      ;;
    gearman-shared)
      start_postgres
      run "$1" --spring.profiles.active=gearman,postgres "${postgres[@]}" --gearman.server.store.shared=true
      ;;
    amqp-transient)
      start_rabbitmq
      run "$1" "${rabbitmq[@]}" --spring.rabbitmq.publisher-confirm-type=none
      ;;
    amqp-confirm)
      start_rabbitmq
      run "$1" "${rabbitmq[@]}" --rivals.durable=true --rivals.warm-up=6000
      ;;
    dbscheduler)
      start_postgres
      run "$1" --spring.profiles.active=dbscheduler "${postgres[@]}" --rivals.warm-up=4000
      ;;
    jobrunr)
      start_postgres
      run "$1" --spring.profiles.active=jobrunr "${postgres[@]}" --rivals.warm-up=3000
      ;;
    *)
      echo "no configuration is called $1" >&2
      exit 2
      ;;
  esac
  # PostgreSQL ends at once with SIGINT; the others take it as SIGTERM.
  case $1 in
    gearman-postgres | gearman-shared | dbscheduler | jobrunr) stop INT ;;
    *) stop TERM ;;
  esac
  rm -rf "${work:?}"/*
}

for _ in $(seq "$rounds"); do
  for name in "${configurations[@]}"; do
    configuration "$name"
  done
done
