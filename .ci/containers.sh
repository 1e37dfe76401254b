#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The system tests that can against containers, and the Compose file as its README says, with what `mvn package` has built.
# Uses the engine of this machine and the public images. Where no engine runs, it starts one, with stand-ins for the
# images made of Debian packages and Kafka's jars: that takes root, a package mirror and no registry. Exits with 77 where
# it cannot. Ends what it started; images stay in the user's cache. Arguments are handed on to Maven; with `prepare` alone it
# only fetches what stand-ins are made of, if there is no engine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

maven=${MAVEN:-mvn}
example=config-examples/docker
cache=${XDG_CACHE_HOME:-$HOME/.cache}/reverse-etl-connect
work=$(mktemp -d)
engine=

cannot() {
  echo "Not run against containers: $1"
  exit 77
}

clean_up() {
  if [ -f "$work/docker-compose.yml" ]; then
    compose down --volumes --timeout 5 >"$work/down.log" 2>&1 || cat "$work/down.log"
  fi
  if [ -n "$engine" ]; then
    docker image prune --force >/dev/null
    kill "$engine" && wait "$engine" || true
  fi
  rm -rf "$work"
}
trap clean_up EXIT

install_engine() {
  [ "$(id -u)" = 0 ] || cannot "no engine runs, and only root can start one."
  command -v apt-get >/dev/null || cannot "no engine runs, and there is no apt-get to install one with."
  if ! command -v dockerd >/dev/null || ! command -v debootstrap >/dev/null || ! has_compose; then
    # In run level 1 the package does not start an engine of its own.
    (apt-get update && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y --no-install-recommends \
      docker.io docker-compose debootstrap) >"$work/apt.log" 2>&1 || cannot "$(tail -1 "$work/apt.log")"
  fi
}

# An engine that nobody else uses: the stand-ins have the names of what they stand in for.
start_engine() {
  mkdir -p "$cache/engine"
  export DOCKER_HOST=unix://$work/docker.sock TESTCONTAINERS_RYUK_DISABLED=true
  # It maps ports to this machine, even where that looks like a container.
  export TESTCONTAINERS_HOST_OVERRIDE=localhost
  dockerd --host "$DOCKER_HOST" --data-root "$cache/engine" --exec-root "$work/exec" --pidfile "$work/dockerd.pid" \
    >"$work/dockerd.log" 2>&1 &
  engine=$!
  until docker info >/dev/null 2>&1; do
    if ! kill -0 "$engine" 2>/dev/null; then
      engine=
      cannot "dockerd does not start here: $(tail -1 "$work/dockerd.log")"
    fi
    sleep 0.2
  done
}

make_images() {
  docker image inspect base >/dev/null 2>&1 || make_base
  mkdir "$work/images"
  cp -r .ci/images/. testing/kafka-distribution/target/kafka/. "$work/images"
  local image
  for image in $(public_images); do
    case $image in
      postgres:*) build postgres "$image" "$work/images" ;;
      apache/kafka:*) build kafka "$image" "$work/images" ;;
      *) docker tag base "$image" ;; # a JRE or curl, which the base has
    esac
  done
}

public_images() {
  sed -n 's/^ *image: *//p' "$example/docker-compose.yml"
  sed -n 's/^FROM \([^ $]*:[^ $]*\) .*/\1/p' "$example/Dockerfile"
}

# A Debian with a JRE and PostgreSQL, in a folder: moved into its place once it is whole.
make_root() {
  [ ! -d "$cache/root" ] || return 0
  local codename mirror
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $codename" | head -1)
  rm -rf "$cache/part"
  mkdir -p "$cache"
  debootstrap --variant=minbase --include=default-jre-headless,postgresql,curl,busybox-static \
    "$codename" "$cache/part" "$mirror" >"$work/debootstrap.log" 2>&1 || cannot "$(tail -1 "$work/debootstrap.log")"
  mv "$cache/part" "$cache/root"
}

make_base() {
  make_root
  tar -C "$cache/root" --exclude='./var/cache/apt/archives/*.deb' -c . | docker import - base >/dev/null
  rm -rf "$cache/root"
}

# build TARGET NAME FOLDER [DOCKERFILE]
build() {
  docker build --target "$1" --tag "$2" --file "$3/${4:-Dockerfile}" "$3" >"$work/build.log" 2>&1 || {
    cat "$work/build.log"
    exit 1
  }
}

has_compose() {
  docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null
}

compose() {
  local arguments=(--project-name reverse-etl-ci --project-directory "$example"
    --file "$work/docker-compose.yml" --file "$work/images.yml")
  if docker compose version >/dev/null 2>&1; then
    docker compose "${arguments[@]}" "$@"
  else
    docker-compose "${arguments[@]}" "$@"
  fi
}

# What the Dockerfile copies and no more: only BuildKit reads the ignore file that belongs to a Dockerfile.
build_example() {
  mkdir "$work/example"
  cp -r --parents connect-*/target/reverseetl-connect-*.zip quickstart/target/quickstart/lib "$example" "$work/example"
  build connect reverse-etl-ci-connect "$work/example" "$example/Dockerfile"
  build crm-simulator reverse-etl-ci-crm "$work/example" "$example/Dockerfile"
}

contacts_with() {
  compose exec -T connect busybox wget -q -O - 'http://crm:8080/_/objects?type=contacts' | grep -oF "$1" | wc -l
}

await_contacts() {
  for _ in $(seq 120); do
    if [ "$(contacts_with "$1")" = "$2" ]; then
      return
    fi
    sleep 0.5
  done
  echo "$2 contacts with $1 are wanted after a minute, not $(contacts_with "$1")"
  compose logs --tail 40
  exit 1
}

run_example() {
  build_example
  # Under another name, which Compose 1 takes from the command line only, and on free ports.
  sed -e '/^name:/d' -e 's/"127\.0\.0\.1:[0-9]*:/"127.0.0.1::/' "$example/docker-compose.yml" >"$work/docker-compose.yml"
  printf 'services: {connect: {image: reverse-etl-ci-connect}, crm: {image: reverse-etl-ci-crm}}\n' >"$work/images.yml"
  compose up --detach --no-build >"$work/up.log" 2>&1 || {
    cat "$work/up.log"
    compose logs --tail 40
    exit 1
  }
  await_contacts '"customer_id"' 1000
  compose exec -T postgres psql -U reverse_etl warehouse \
    -c "UPDATE customers SET city = 'Cork' WHERE customer_id = 7" >/dev/null
  await_contacts '"Cork"' 1
  echo "The Compose file: 1,000 customers are contacts, and a change has arrived."
}

if [ "${1:-}" = prepare ]; then
  # An engine of ours that has run before has them.
  docker info >/dev/null 2>&1 || [ -d "$cache/engine/image" ] || { install_engine && make_root; }
  exit
fi
[ -d quickstart/target/quickstart/lib ] || {
  echo "Build first: mvn package -DskipTests" >&2
  exit 1
}
if ! docker info >/dev/null 2>&1; then
  install_engine
  start_engine
  make_images
fi
"$maven" -B -ntp verify -pl testing/system-tests -am -Pcontainers "$@"
if has_compose; then
  run_example
else
  echo "The Compose file is not run: there is no Compose here."
fi
