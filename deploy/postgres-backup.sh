#!/bin/sh
# A whole copy of the PostgreSQL server to FOLDER/base-TIME, and of its archive of writes only what newer copies need.
#   postgres-backup.sh FOLDER ARCHIVE [KEEP]      as a user who may replicate; PGHOST and PGUSER as for psql
# The server archives its writes to ARCHIVE:
#   archive_mode = on
#   archive_command = 'test ! -f ARCHIVE/%f && cp %p ARCHIVE/.%f && mv ARCHIVE/.%f ARCHIVE/%f'
# docs/scale.md says how to go back to any moment since the oldest copy.
set -eu
folder=$1
archive=$2
keep=${3:-7}
new="$folder/base-$(date -u +%Y%m%dT%H%M%SZ)"
umask 077

# under another name until it is whole
pg_basebackup --pgdata="$new.part" --wal-method=stream --checkpoint=fast --no-password
pg_verifybackup --quiet "$new.part"
mv "$new.part" "$new"

for old in $(ls -d "$folder"/base-*Z | sort -r | tail -n +$((keep + 1))); do
    rm -r "$old"
done
oldest=$(ls -d "$folder"/base-*Z | sort | head -n 1)
first=$(sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]*\))$/\1/p' "$oldest/backup_label")
pg_archivecleanup "$archive" "$first"
echo "$new"
