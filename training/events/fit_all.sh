#!/bin/bash
# Fits all decisions of the event coder anew, as is needed after a change of the encoder, the lexicon or the features.
#
# usage: training/events/fit_all.sh SHARED [PYTHON]
#
# SHARED holds eval/score_events.py and gold/events-train. About two minutes on two cores. Writes
# crates/dateline-events/data/weights*.txt; thresholds and floors that were chosen by hand are kept. A build compiles them in. What it made on the way is kept
# in a temporary folder where it fails.
set -euo pipefail
shared=$(realpath "$1"); python=${2:-python3}
root=$(realpath "$(dirname "$0")/../.."); here=$root/training/events; data=$root/crates/dateline-events/data
work=$(mktemp -d)
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
cd "$root"
cargo build --quiet --profile eval -p dateline-pipeline --example code
code=${CARGO_TARGET_DIR:-target}/eval/examples/code
gold=("$shared"/gold/events-train/*.jsonl)
"$python" "$here/unseen.py" "${gold[@]}" > "$work/unseen.jsonl"
cat "${gold[@]}" > "$work/all.jsonl"

# seen OUT INPUT MODEL [WEIGHTS]: what the coder sees under weights over those of the program.
seen() { "$code" --seen --model "$3" ${4:+--weights "$4"} "$2" >> "$1"; }
# The lines of a weight file that its script does not fit.
by_hand() { sed -n '/^# By hand/,$p' "$1"; }

# Sources that the fit of before held improbable are told as well.
echo "src.threshold 0" > "$work/sources"
seen "$work/1f" "$work/unseen.jsonl" fast "$work/sources" &
seen "$work/1" "$work/all.jsonl" accurate "$work/sources"
wait
"$python" "$here/fit_cast.py" "$shared/eval" "$work/cast" "$work/1,$work/1f" "${gold[@]}" &
"$python" "$here/fit_source.py" "$shared/eval" "$work/1,$work/1f" "$work/source" "${gold[@]}"
"$python" "$here/fit_mode.py" "$work/1" "$work/mode" "${gold[@]}"
wait
[ -s "$work/cast" ]

# Fitted for each size: how probable an event is, and whether a record stands.
for model in accurate fast; do
    seen "$work/2-$model" "$work/unseen.jsonl" $model "$work/cast"
    "$python" "$here/fit_first.py" "$work/2-$model" "$work/first-$model" "${gold[@]}"
done

{ cat "$work/cast" "$work/source"; for name in -source "" -cast; do by_hand "$data/weights$name.txt"; done; } > "$work/so-far"
cat "$work/so-far" "$work/first-accurate" > "$work/so-far-accurate"
seen "$work/3" "$work/all.jsonl" accurate "$work/so-far-accurate"
"$python" "$here/fit_afar.py" "$shared/eval" "$work/3" "$work/afar" "${gold[@]}"

size() {
    local model=$1
    { cat "$work/so-far" "$work/first-$model" "$work/afar"; printf 'last.threshold -9\nlast.unweighed 0\n'; } > "$work/so-far-$model"
    seen "$work/4-$model" "$work/all.jsonl" $model "$work/so-far-$model"
    "$python" "$here/fit_last.py" "$shared/eval" "$work/4-$model" "$work/last-$model" "${gold[@]}"
}
size fast &
size accurate
wait
[ -s "$work/last-fast" ]
cat "$work/first-fast" "$work/last-fast" > "$work/fast"

for name in first-accurate:weights afar:weights-afar cast:weights-cast source:weights-source last-accurate:weights-last mode:weights-mode fast:weights-fast; do
    file=$data/${name#*:}.txt
    { sed '/^#/!Q' "$file"; cat "$work/${name%:*}"; by_hand "$file"; } > "$work/new"
    mv "$work/new" "$file"
done
rm -r "$work"
