#!/usr/bin/env bash
# How fast does it start, and how fast does it answer? Anyone can run it; it needs Rust and curl.
#
#     benches/start.sh [RUNS]      (default 400)
#
# The programs take turns, so that a busy moment slows all of them. Medians, in milliseconds. The time that a shell needs
# to start any program is in every figure; /bin/true shows how much, and "net" is the ratio without it.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-400}

cargo build --release --quiet
cargo build --release --quiet --manifest-path benches/bare/Cargo.toml --target-dir target/bare
ours=${CARGO_TARGET_DIR:-target}/release/mfa-admin
bare=target/bare/release/bare

home=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill "$emulator"; rm -rf "$home"' EXIT
export MFA_ADMIN_STATE_DIR=$home/state MFA_ADMIN_CONFIG_DIR=$home/config

# The profile comes from the environment, so no keyring takes part; curl has none either.
"$ours" emulator serve --port 0 -o json >"$home/served" &
emulator=$!
until [ -s "$home/served" ]; do sleep 0.05; done
said() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/" "$home/served"; }
MFA_ADMIN_URL=$(said url)
MFA_ADMIN_ORG_ID=$(said org_id)
MFA_ADMIN_API_KEY=$(said api_key)
export MFA_ADMIN_URL MFA_ADMIN_ORG_ID MFA_ADMIN_API_KEY MFA_ADMIN_PROVIDER=resolver MFA_ADMIN_ENVIRONMENT=sandbox

nothing() { /bin/true; }
version() { "$ours" --version; }
bare_clap() { "$bare" --version; }
show() { "$ours" users show --user-id 42 -o json; }
# One process and one connection for both requests, and no output to lay out. With `--parallel` it is slower.
curl_one() {
    curl --silent --fail --header "x-api-key: $MFA_ADMIN_API_KEY" \
        "$MFA_ADMIN_URL/user/users/me" "$MFA_ADMIN_URL/user/org/$MFA_ADMIN_ORG_ID/user/42"
}

what=(nothing version bare_clap show curl_one)
for name in "${what[@]}"; do "$name" >"$home/first"; done   # warms the caches, and stops at a failure
grep -q 'valentina.r@test.com' <(show)

for ((run = 0; run < runs; run++)); do
    for name in "${what[@]}"; do
        from=${EPOCHREALTIME/[.,]/}
        "$name" >/dev/null
        to=${EPOCHREALTIME/[.,]/}
        echo $((to - from)) >>"$home/$name.times"
    done
done

declare -A median
for name in "${what[@]}"; do
    median[$name]=$(sort -n "$home/$name.times" | awk '{at[NR]=$1} END {print (at[int((NR+1)/2)] + at[int((NR+2)/2)]) / 2}')
done
row() {
    awk -v what="$1" -v ours="${median[$2]}" -v theirs="${median[$3]}" -v base="${median[nothing]}" 'BEGIN {
        printf "%-34s %6.2f against %6.2f   ratio %.2f   net %.2f\n",
            what, ours / 1000, theirs / 1000, ours / theirs, (ours - base) / (theirs - base) }'
}
echo "$runs runs each on $(nproc) cores; /bin/true takes $(awk -v t="${median[nothing]}" 'BEGIN {printf "%.2f", t / 1000}') ms"
row "--version against bare clap" version bare_clap
row "users show against curl" show curl_one
printf '%-34s %d bytes (bare clap %d)\n' "size of the binary" "$(stat -c %s "$ours")" "$(stat -c %s "$bare")"
