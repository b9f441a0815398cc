# Sourced by the scripts beside it: finds Swift, and installs what the build needs where it is missing.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
say() { printf '%s\n' "daybook: $*" >&2; }

need_swift() {
  command -v swift >/dev/null 2>&1 && return
  for folder in /opt/swift/usr/bin /usr/local/swift/usr/bin "$HOME/.local/share/swiftly/bin"; do
    [ -x "$folder/swift" ] && { PATH=$folder:$PATH; return; }
  done
  say "Swift 6.2 or newer is needed and was not found: https://www.swift.org/install"
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else
    say "please run as root: $*"
    exit 1
  fi
}

# need_packages NAME… : Debian's names; on macOS the system brings the libraries.
need_packages() {
  if [ "$(uname)" = Darwin ]; then
    for name in "$@"; do
      if [ "$name" = tmux ] && ! command -v tmux >/dev/null 2>&1; then
        say "installing tmux with brew"
        brew install tmux
      fi
    done
    return
  fi
  command -v dpkg-query >/dev/null 2>&1 || return 0
  missing=()
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] && return
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -qq >&2 || say "the package lists could not be brought up to date; trying all the same"
  as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

libraries=(libncursesw5-dev libsqlite3-dev libcurl4-openssl-dev tzdata ncurses-base)
