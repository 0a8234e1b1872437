# deploy/test quick: from an edit to the answer of the tests, without Maven, Error Prone and packaging. To be sourced by deploy/test.
#
#   deploy/test quick              the unit tests, and the first schedules of the simulation; without planted faults and fuzzing
#   deploy/test quick NAME...      only the tests of these classes: Loop runs LoopTest, LoopPacingTest ...; a path or file name does, too
#
# What is compiled here lies in target/quick, and Maven never sees it.

readonly quick=$root/target/quick
readonly quick_schedules=250 quick_groups=60

# quick_compile PART SOURCES OPTIONS...: compiles into target/quick/PART, unless nothing has changed since.
quick_compile() {
    local part=$1 sources=$2
    shift 2
    if [[ -e $quick/$part.done && -z $(find "$sources" "$quick/classpath" -newer "$quick/$part.done" -print -quit) ]]; then
        return
    fi
    say "compile $part ..."
    rm -rf "${quick:?}/$part" "$quick/$part.done"
    mkdir -p "$quick/$part"
    find "$sources" -name '*.java' >"$quick/$part.sources"
    touch "$quick/$part.started"
    "$JAVA_HOME/bin/javac" -proc:none -nowarn -XDignore.symbol.file "$@" -d "$quick/$part" "@$quick/$part.sources" ||
        die 1 "does not compile"
    touch --reference="$quick/$part.started" "$quick/$part.done"
}

quick_tests() {
    local name pattern='' chosen=()
    mkdir -p "$quick"
    if [[ ! -s $quick/classpath || $root/pom.xml -nt $quick/classpath ]]; then
        say "look up the class path ..."
        maven --quiet dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$quick/classpath" -Dmdep.regenerateFile=true \
            >"$quick/classpath.log" 2>&1 </dev/null || die $EX_UNAVAILABLE "no class path: see target/quick/classpath.log"
        touch "$quick/classpath"
    fi
    local libraries
    libraries=$(<"$quick/classpath")
    quick_compile main "$root/src/main/java" -cp "$libraries"
    cp -a "$root/src/main/resources/." "$quick/main/"
    # the tests see what is not public, so they are compiled again with it
    [[ ! $quick/main.done -nt $quick/test.done ]] || rm -f "$quick/test.done"
    quick_compile test "$root/src/test/java" -cp "$quick/main:$libraries"

    for name in "$@"; do
        name=${name##*/}
        name=${name%.java}
        pattern+=${pattern:+|}${name%Test}
    done
    if [[ -n $pattern ]]; then
        chosen=(--include-classname=".*\\.($pattern)[A-Za-z]*Test")
    else
        chosen=(--include-classname='.*Test' --exclude-package=io.yaim.sim.mutant --exclude-package=io.yaim.fuzz)
    fi
    rm -rf "$quick/reports"
    local status=0
    # shellcheck disable=SC2086 # the options are words
    "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -XX:TieredStopAtLevel=4 \
        -Dyaim.classes="$quick/main" -Dyaim.schedules=$quick_schedules -Dyaim.multicast-schedules=$quick_groups ${YAIM_TEST_OPTS-} \
        -cp "$quick/test:$root/src/test/resources:$quick/main:$libraries" org.junit.platform.console.ConsoleLauncher execute \
        --scan-classpath="$quick/test" "${chosen[@]}" --exclude-tag=soak --config=junit.jupiter.execution.timeout.default=300s \
        --config=junit.jupiter.execution.timeout.mode=disabled_on_debug --disable-banner --details=none \
        --reports-dir="$quick/reports" --fail-if-no-tests >"$quick/log" 2>&1 </dev/null || status=$?
    ((status == 0 || status == 1)) || tail -n 20 "$quick/log"
    summarize "$quick/reports" || status=1
    ((status == 0)) || exit 1
}
