# Functions that the scripts in this directory share. Bash sources this file, with `set -euo pipefail`.

# Exit statuses, after sysexits.h: a package is missing and could not be installed; not permitted; no JDK 25.
readonly EX_UNAVAILABLE=69 EX_NOPERM=77 EX_CONFIG=78

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
me=deploy/${0##*/}

if [[ -t 1 && -z ${NO_COLOR-} && ${TERM-dumb} != dumb ]]; then
    bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' plain=$'\e[0m'
else
    bold='' dim='' red='' green='' yellow='' plain=''
fi

say() { printf '%s\n' "$*"; }

# die STATUS LINE...: prints why the script cannot go on, and what would help; then exits.
die() {
    local status=$1 line
    shift
    printf '%s: %s\n' "$me" "$1" >&2
    for line in "${@:2}"; do printf '    %s\n' "$line" >&2; done
    exit "$status"
}

# Network namespaces, bridges and raw sockets need root. In a container, root must be permitted to use them.
need_root() {
    ((EUID == 0)) || die $EX_NOPERM "must run as root: it creates network namespaces and binds addresses in them" \
        "try: sudo $me" "the unit tests alone need no root: mvn test"
    command -v unshare >/dev/null && unshare --net true 2>/dev/null ||
        die $EX_NOPERM "root is not permitted to create network namespaces here" \
            "in a container, start it with --privileged, or with --cap-add SYS_ADMIN and --cap-add NET_ADMIN"
}

is_java_25() { [[ -x $1/bin/javac && -r $1/release ]] && grep -qE '^JAVA_VERSION="25([".+-]|$)' "$1/release"; }

# Exports JAVA_HOME: the first JDK 25 among YAIM_JAVA_HOME, JAVA_HOME and the JVM directory.
need_jdk() {
    local candidate
    for candidate in "${YAIM_JAVA_HOME-}" "${JAVA_HOME-}" /usr/lib/jvm/*; do
        if [[ -n $candidate ]] && is_java_25 "$candidate"; then
            export JAVA_HOME=$candidate
            return
        fi
    done
    die $EX_CONFIG "needs JDK 25. This script cannot install it: Debian 12 has no package of it" \
        "install one, for example Eclipse Temurin 25, into /usr/lib/jvm, or set YAIM_JAVA_HOME to where it is" \
        "searched: YAIM_JAVA_HOME=${YAIM_JAVA_HOME-} JAVA_HOME=${JAVA_HOME-} /usr/lib/jvm/*"
}

# need COMMAND:PACKAGE...: installs the Debian packages of those commands that are missing. A command may be a path.
# A service that a package starts when it is installed is stopped again: the tests run their own.
need() {
    local pair missing=() package
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || compgen -G "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
    ((${#missing[@]})) || return 0
    mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
    command -v apt-get >/dev/null ||
        die $EX_UNAVAILABLE "this is not Debian; install by hand what provides: ${missing[*]}"
    ((EUID == 0)) || die $EX_NOPERM "must be root to install: ${missing[*]}" "or: sudo apt-get install ${missing[*]}"
    say "installing ${missing[*]}"
    local log
    log=$(mktemp)
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        die $EX_UNAVAILABLE "these Debian packages could not be installed: ${missing[*]}"
    fi
    rm -f "$log"
    for package in "${missing[@]}"; do
        case $package in
        etcd-server) stop_service etcd ;;
        keepalived) stop_service keepalived ;;
        postgresql) stop_service postgresql ;;
        prometheus) stop_service prometheus ;;
        esac
    done
    hash -r
}

stop_service() {
    if [[ -d /run/systemd/system ]]; then
        systemctl disable --now --quiet "$1" || true
    elif [[ -x /etc/init.d/$1 ]]; then
        "/etc/init.d/$1" stop >/dev/null 2>&1 || true
    fi
}

# Runs Maven on JDK 25, without its warnings and progress output.
maven() {
    MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS-}" \
        mvn --batch-mode --no-transfer-progress --file "$root/pom.xml" "$@"
}

# The packaged program, and the class path of the measurements.
readonly home=$root/target/yaim path=$root/target/bench.classpath

# Builds the program with its cache, and the measurements, unless both are newer than their sources.
build_measurements() {
    if [[ -x $home/bin/yaim && -f $home/lib/yaim.aot && -f $path && -z $(find "$root/src" "$root/pom.xml" "$root/yaim.yml" \
        -newer "$path" -print -quit) ]]; then
        return
    fi
    say "building (a minute; log target/build.log) ..." >&2
    mkdir -p "$root/target"
    maven package -DskipTests dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$path" \
        >"$root/target/build.log" 2>&1 </dev/null || {
        grep '^\[ERROR\]' "$root/target/build.log" | head -n 20 >&2
        die 1 "the build failed"
    }
    touch "$path" # Maven does not write it when it has not changed
    [[ -f $home/lib/yaim.aot ]] || say "${yellow}no ahead-of-time cache$plain: the start will be slow; see target/build.log" >&2
}

# Prints rows of cells, separated by ` | `, as an aligned table. The first row is the header.
table() {
    awk -F ' [|] ' '
        { for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } columns = NF }
        END {
            for (row = 1; row <= NR; row++) {
                for (i = 1; i <= columns; i++) printf "| %-*s ", width[i], cell[row, i]
                print "|"
                if (row > 1) continue
                for (i = 1; i <= columns; i++) { dashes = sprintf("%*s", width[i], ""); gsub(/ /, "-", dashes); printf "| %s ", dashes }
                print "|"
            }
        }'
}

# Prints the start time of a process, in ticks since boot. It distinguishes the process from a later one of the same id. Empty if there
# is no such process.
started() {
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
    stat=${stat##*) }
    [[ $stat != Z* ]] || return 0
    set -- $stat
    echo "${20}"
}

# Kills the processes in a network namespace of ours, then removes the namespace.
remove_namespace() {
    local pid
    for pid in $(ip netns pids "$1" 2>/dev/null); do kill -KILL "$pid" 2>/dev/null || true; done
    ip netns del "$1" 2>/dev/null || true
}

# make_scratch NAME: creates a directory for the temporary files of a run, and sets scratch to it. remove_leftovers reads the process id
# from its name.
make_scratch() { scratch=$(mktemp -d "${TMPDIR:-/tmp}/yaim-$1-$$.XXXXXX"); }

# Removes what a killed run of tests or measurements left behind: namespaces yaim-<pid>-…, servers with their data in yaim-…, some on
# disks of their own, and the scratch directory of a run. Removes them only if the process that made them is gone.
remove_leftovers() {
    local name pid line proc disk folder tmp=${TMPDIR:-/tmp}
    # first, since a process that waits for a frozen disk cannot be killed
    for disk in $(left_disks); do fsfreeze --unfreeze "$disk" 2>/dev/null || true; done
    while read -r name _; do
        [[ $name =~ ^yaim-([0-9]+)-[0-9]+- ]] || continue
        pid=${BASH_REMATCH[1]}
        [[ -z $(started "$pid") ]] || continue
        say "removing namespace $name of an earlier run"
        remove_namespace "$name"
    done < <(ip netns list)
    for proc in /proc/[0-9]*; do
        line=$({ tr '\0' ' ' <"$proc/cmdline"; } 2>/dev/null) || continue
        if [[ $line =~ /yaim-postgres-([0-9]+) ]]; then # always a child of process 1
            [[ -z $(started "${BASH_REMATCH[1]}") ]] || continue
        else
            [[ $line == *"$tmp"/?(yaim-*/)yaim-etcd* ]] || continue
            [[ $(awk '/^PPid:/ {print $2}' "$proc/status" 2>/dev/null) == 1 ]] || continue
        fi
        say "ending process ${proc##*/} of an earlier run: ${line%% *}"
        kill -KILL "${proc##*/}" 2>/dev/null || true
    done
    for disk in $(left_disks); do
        say "removing the disk $disk of an earlier run"
        umount "$disk" || { sleep 1 && umount "$disk"; } || continue # wait for processes that were just killed
        rm -rf "${disk%/data}"
    done
    for folder in "$tmp"/yaim-*-*.*/; do
        [[ $folder =~ /yaim-[a-z]+-([0-9]+)\.[^/]+/$ && -z $(started "${BASH_REMATCH[1]}") ]] || continue
        say "removing $folder of an earlier run"
        rm -rf --one-file-system "$folder"
    done
}

# Prints where the test disks are mounted whose processes are gone. The image file disk-<pid> is next to each.
left_disks() {
    local disk image
    while read -r _ disk _; do
        [[ $disk == "${TMPDIR:-/tmp}"/?(yaim-*/)yaim-etcd*/data ]] || continue
        for image in "${disk%/data}"/disk-*; do
            [[ -n $(started "${image##*-}") ]] || say "$disk"
        done
    done </proc/mounts
}
