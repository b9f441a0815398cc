# Sourced by the scripts beside it: finds Swift, and installs what the build needs where it is missing.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
say() { printf '%s\n' "daybook: $*" >&2; }

need_swift() {
  if ! command -v swift >/dev/null 2>&1; then
    for folder in /opt/swift/usr/bin /usr/local/swift/usr/bin "$HOME/.local/share/swiftly/bin" "$HOME/.swiftly/bin"; do
      [ -x "$folder/swift" ] && { PATH=$folder:$PATH; break; }
    done
  fi
  if ! command -v swift >/dev/null 2>&1; then
    say "Swift 6.2 or newer is needed and was not found: https://www.swift.org/install"
    exit 1
  fi
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
  # shellcheck disable=SC2086
  set -- ${version:-6 2}
  if [ "$1" -lt 6 ] || { [ "$1" -eq 6 ] && [ "$2" -lt 2 ]; }; then
    say "Swift 6.2 or newer is needed, and this is $1.$2: https://www.swift.org/install"
    exit 1
  fi
}

# How a release is compiled and linked: decision 10. On Linux it brings the libraries of Swift and C++
# with it. To be called when the packages are there.
release=(-c release)
plan_release() {
  [ "$(uname)" != Darwin ] || return 0
  local archive=$root/.build/static/libstdc++.a found
  found=$(g++ -print-file-name=libstdc++.a 2>/dev/null || true)
  if [ -f "$found" ]; then
    # A folder in which the linker finds no other kind of it.
    mkdir -p "$(dirname "$archive")"
    ln -sf "$found" "$archive"
    release+=(-Xlinker "-L$root/.build/static" -Xswiftc -Xclang-linker -Xswiftc -static-libgcc)
  fi
  release+=(
    --static-swift-stdlib -Xswiftc -Xfrontend -Xswiftc -function-sections
    -Xswiftc -use-ld=lld -Xswiftc -Xclang-linker -Xswiftc -no-pie
    -Xlinker --no-export-dynamic -Xlinker --as-needed
    -Xlinker --wrap=_dispatch_workq_worker_register -Xlinker --wrap=_dispatch_workq_worker_unregister
    -Xlinker "--symbol-ordering-file=$root/scripts/release.order" -Xlinker --no-warn-symbol-ordering
  )
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# need_packages NAME… : Debian's names, several that will do divided by bars; the first is installed
# where there is none. On macOS the system brings the libraries.
need_packages() {
  local name one missing=()
  if [ "$(uname)" = Darwin ]; then
    for name in "$@"; do
      if [ "$name" = tmux ] && ! command -v tmux >/dev/null 2>&1; then
        if ! command -v brew >/dev/null 2>&1; then
          say "the tests need tmux: install Homebrew (https://brew.sh) and run this again, or install tmux yourself"
          exit 1
        fi
        say "installing tmux with brew"
        brew install tmux
      fi
    done
    return
  fi
  if ! command -v dpkg-query >/dev/null 2>&1; then
    say "no Debian packages here; if the build fails, install the headers of ncurses, SQLite and libcurl, and tmux"
    return
  fi
  for name in "$@"; do
    for one in ${name//|/ }; do
      is_installed "$one" && continue 2
    done
    missing+=("${name%%|*}")
  done
  [ ${#missing[@]} = 0 ] && return
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      say "please run as root: apt-get update && apt-get install -y ${missing[*]}"
      exit 1
    fi
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  ${as_root[@]+"${as_root[@]}"} apt-get update -qq >&2 ||
    say "the package lists could not be brought up to date; trying all the same"
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# What links, what is linked, and what SwiftPM fetches packages with.
libraries=(
  'libncurses-dev|libncursesw5-dev' libsqlite3-dev
  'libcurl4-openssl-dev|libcurl4-gnutls-dev|libcurl4-nss-dev' g++ git ca-certificates tzdata
  ncurses-base
)

# Sees to it that two real CalDAV servers are there, in a folder that git ignores, and tells the tests.
need_caldav() {
  local wanted='radicale==3.9.0 xandikos==0.4.10' folder=$root/.build-caldav
  export DAYBOOK_CALDAV_PYTHON=${DAYBOOK_CALDAV_PYTHON:-$folder/bin/python}
  [ "$DAYBOOK_CALDAV_PYTHON" = "$folder/bin/python" ] || return 0
  [ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted" ] && [ -x "$folder/bin/python" ] && return 0
  if ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then need_packages python3 python3-venv; fi
  say "installing the CalDAV servers that the tests speak to ($wanted) into $folder"
  # shellcheck disable=SC2086
  if ! { python3 -m venv --clear "$folder" &&
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check $wanted; } >&2; then
    say "they could not be installed: check the network, or name a Python that has them in DAYBOOK_CALDAV_PYTHON"
    exit 1
  fi
  printf '%s\n' "$wanted" >"$folder/installed"
}
