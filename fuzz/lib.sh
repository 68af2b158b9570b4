# What the scripts of this folder share; sourced, never run.
#
# No sanitizer: the library, the tool and the targets forbid `unsafe`, so that what one would watch for is not there, and
# without it targets build and run several times as fast. Overflow checks and debug assertions are on in our own code
# (`Cargo.toml`); in the curve and the hashes they would take most of the time, hence `--release`. What libFuzzer counts by
# are the compiler's own instructions, so that the stable toolchain is enough; `RUSTC_BOOTSTRAP` is for toolchains on which
# one of cargo-fuzz's flags is still called unstable.
export RUSTC_BOOTSTRAP=1

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/tests/judge.sh"
triple=$(rustc -vV | sed -n 's/^host: //p')
builds=${FUZZ_TARGET_DIR:-$root/target/fuzz}
work=$builds/work # corpora, logs and what was found

# Every target, one a line.
targets() { awk '!/^#/ && NF { print $1 }' "$root/fuzz/targets.txt"; }

# The limits of a target as libFuzzer's options, one a line.
limits() {
  awk -v target="$1" -v dictionaries="$root/fuzz/dictionaries" '
    $1 == target {
      printf "-max_len=%s\n-timeout=%s\n-rss_limit_mb=%s\n", $2, $3, $4
      if ($5 != "-") printf "-dict=%s/%s.dict\n", dictionaries, $5
    }' "$root/fuzz/targets.txt"
}

# Where a target's program is.
program() { echo "$builds/$triple/release/$1"; }

# What is built is a copy, in which a fault can be planted and little is built again. A file of it is written, and so is
# newer than what was built of it, only where its text is another.
tree=$work/tree
copy() {
  mkdir -p "$tree"
  (cd "$root" && find . \( -path ./target -o -path ./fuzz/target -o -path ./.git \) -prune -o -not -type d -printf '%P\0') |
    sort -z >"$work/files"
  (cd "$tree" && find . -not -type d -printf '%P\0') | sort -z | comm -z -13 "$work/files" - |
    (cd "$tree" && xargs -0 -r rm -f --)
  local file
  while IFS= read -r -d '' file; do
    cmp -s "$root/$file" "$tree/$file" || (mkdir -p "$(dirname "$tree/$file")" && cp -P "$root/$file" "$tree/$file")
  done <"$work/files"
}

# Builds targets of the copy: all of them, or the one named by $1.
build() {
  local target=${1:-} features=()
  command -v cargo-fuzz >/dev/null || cargo install --locked --quiet cargo-fuzz
  case $target in
    '' | batch | scenario | tool) ;;
    *) features=(--no-default-features) ;; # less is built where the tool is not asked
  esac
  (cd "$tree/fuzz" && cargo fuzz build --release --sanitizer none --codegen-units 64 --target-dir "$builds" "${features[@]}" ${target:+"$target"})
}
