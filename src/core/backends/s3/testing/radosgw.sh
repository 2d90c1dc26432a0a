#!/bin/bash
# radosgw.sh DATADIR PORT
#
# A faithful S3 server for tests: Ceph's gateway (radosgw) on a one-daemon-each
# Ceph cluster (one monitor, one storage daemon), on loopback only.
# Needs: root, Debian with apt and dpkg, x86-64, about 1 GB of disk, no installed Ceph.
#
# It unpacks Debian packages (apt download + dpkg -x) into a private folder and runs
# them with their own C library, so nothing is installed and the host's release does
# not matter. Everything it writes lies under DATADIR (and under S3_PKG, if set).
#
# When it is ready it prints one line on stdout:
#   ready http://127.0.0.1:PORT ACCESS SECRET
# It then stays in the foreground. SIGTERM or SIGINT stops the daemons and removes the
# stored data; the unpacked packages stay for the next start.
# The process that starts it should kill it (by pid) and wait for it. With S3_PIPE=1 it also ends
# when its standard input does, so that it never outlives the process that started it.
#
# Settings, all optional, from the environment:
#   S3_SUITE   forky (default; Ceph 20.2: checksums and trailers as the current AWS SDKs
#              send them), trixie (18.2) or bookworm (16.2: an older S3 service, knows
#              no x-amz-checksum-* and refuses trailer uploads)
#   S3_PKG     folder for the unpacked packages (default DATADIR/pkg-SUITE); share one
#              between many data folders to skip the download
#   S3_STORE   bluestore (default; a sparse file, really written) or memstore (RAM only)
#   S3_SIZE    size of the store (default 20G)
#   S3_ACCESS, S3_SECRET  the user's keys (default test, testtest)
#   S3_REGION  the one region name accepted as LocationConstraint (default us-east-1);
#              for signatures any region name is accepted
#   S3_LC_DAY  seconds that count as one day in lifecycle rules (default: real days)
#   S3_DEBUG   the gateway's log level, 0-20 (default 1); log: DATADIR/log/client.rgw.a.log
#   S3_KEEP    1: keep the data on exit; the next start on the same DATADIR continues it
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,/^set -/p' "$0" | sed '$d;s/^# \{0,1\}//' >&2; exit 2; }
mkdir -p "$1"; D=$(readlink -f "$1"); PORT=$2
SUITE=${S3_SUITE:-forky}; STORE=${S3_STORE:-bluestore}
case $D in *[[:space:]]*) echo "DATADIR must not contain spaces" >&2; exit 2;; esac
PKG=${S3_PKG:-$D/pkg-$SUITE}; mkdir -p "$PKG"; PKG=$(readlink -f "$PKG")

exec 9>"$D/lock"; flock -n 9 || { echo "another server runs on $D" >&2; exit 1; }
for p in $PORT $((PORT + 1)); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null; then echo "port $p is taken" >&2; exit 1; fi
done

# ---- packages ------------------------------------------------------------------
# A private apt configuration with an empty package status: apt then names the whole
# closed set (C library included), not just what this host happens to lack.
exec 8>"$PKG/lock"; flock 8             # two first starts on one S3_PKG: one unpacks, one waits
if [ ! -e "$PKG/done" ]; then
  rm -rf "$PKG/apt" "$PKG/root"
  mkdir -p "$PKG"/apt/lists/partial "$PKG"/apt/cache/archives/partial "$PKG/root"
  # the mirror this host already uses: deb822 form first, one-line form second
  uri=$(cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk '/^URIs:/{print $2; exit}')
  [ -n "$uri" ] || uri=$(awk '$1=="deb"{for(i=2;i<=NF;i++)if($i~/^https?:/){print $i; exit}}' /etc/apt/sources.list)
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $SUITE main" >"$PKG/apt/sources.list"
  : >"$PKG/apt/status"
  apt=(apt-get -qq -o Dir::Etc::sourcelist="$PKG/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::State::lists="$PKG/apt/lists" -o Dir::State::status="$PKG/apt/status"
    -o Dir::State::extended_states="$PKG/apt/extended" -o Dir::Cache="$PKG/apt/cache"
    -o Dir::Log="$PKG/apt" -o APT::Sandbox::User=root -o APT::Install-Recommends=false)
  "${apt[@]}" update >&2
  "${apt[@]}" install -y --download-only radosgw ceph-mon ceph-osd ceph-common >"$PKG/apt/log" 2>&1 ||
    { tail -5 "$PKG/apt/log" >&2; exit 1; }
  for f in "$PKG"/apt/cache/archives/*.deb; do dpkg -x "$f" "$PKG/root"; done
  ls "$PKG"/apt/cache/archives | sed -n 's/\.deb$//p' >"$PKG/versions"
  rm -rf "$PKG/apt/cache" "$PKG/apt/lists"
  touch "$PKG/done"
fi
exec 8>&-
R=$PKG/root; L=$R/usr/lib/x86_64-linux-gnu
for LD in "$R/usr/lib64/ld-linux-x86-64.so.2" "$R/lib64/ld-linux-x86-64.so.2"; do [ -e "$LD" ] && break; done
# run NAME ARGS: a packaged program, with the packaged loader and libraries only
LP=$L:$R/lib/x86_64-linux-gnu:$L/ceph
run() { local b=$1; shift; "$LD" --library-path "$LP" "$R/usr/bin/$b" "$@"; }
export OPENSSL_CONF=/dev/null           # the host's openssl.cnf may not suit the packaged libcrypto
export PYTHONHOME=$R/usr PYTHONPATH=$R/usr/lib/python3/dist-packages PYTHONDONTWRITEBYTECODE=1
C=(-c "$D/ceph.conf")
ceph() { run python3 "$R/usr/bin/ceph" "${C[@]}" --connect-timeout 20 "$@"; }

# ---- stopping ------------------------------------------------------------------
pids=()
stop() {
  trap - EXIT; trap '' TERM INT HUP
  local i p
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do      # gateway, then storage, then monitor
    p=${pids[i]}
    # An orderly end, so that the data lasts; not for the gateway: it keeps nothing of its
    # own, and on TERM can wait for minutes.
    if [ "${S3_KEEP:-}" = 1 ] && [ $i -lt 2 ]; then
      kill "$p" 2>/dev/null || true
      for _ in $(seq 300); do kill -0 "$p" 2>/dev/null || break; sleep .1; done
    fi
    kill -9 "$p" 2>/dev/null || true; wait "$p" 2>/dev/null || true
  done
  if [ "${S3_KEEP:-}" = 1 ]; then rm -rf "$D/run"; else rm -rf "$D"/{run,mon,osd,rgw,log,ceph.conf,keyring,monmap,ids}; fi
  exit "${1:-0}"
}
trap 'stop $?' EXIT; trap 'stop 0' TERM INT HUP
die() { echo "$1; see $D/log" >&2; for f in "$D"/log/*; do echo "== $f"; tail -3 "$f"; done >&2; exit 1; }

# ---- configuration -------------------------------------------------------------
rm -rf "$D/run"; mkdir -p "$D"/{run,mon,osd,rgw,log}
new=; if [ ! -e "$D/ids" ]; then new=1; u=/proc/sys/kernel/random/uuid; echo "$(<$u) $(<$u)" >"$D/ids"; fi
read -r FSID OSDID <"$D/ids"
MON=$((PORT + 1))                       # the monitor's port; the storage daemon takes free ones from 6800 up
cat >"$D/ceph.conf" <<E
[global]
fsid = $FSID
mon host = v2:127.0.0.1:$MON/0
# loopback only
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
# real keys: with authentication off the gateway never came up
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = $D/keyring
# no signing or checksumming of messages between our own processes: speed
cephx sign messages = false
ms crc data = false
# paths: every default points outside DATADIR
run dir = $D/run
admin socket = $D/run/\$name.\$pid.asok
pid file =
log file = $D/log/\$name.log
mon cluster log file = $D/log/cluster.log
crash dir = $D/log
log to stderr = false
plugin dir = $L/ceph
erasure code dir = $L/ceph/erasure-code
osd class dir = $L/rados-classes
# one storage daemon: one copy, any failure domain, few placement groups
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 2000
# quick start: settle map changes at once instead of once a second
paxos propose interval = 0.05
paxos min wait = 0.01
# little logging: speed
debug ms = 0
debug osd = 0
debug bluestore = 0
debug bdev = 0
debug bluefs = 0
debug rocksdb = 0
debug mon = 0
debug paxos = 0
debug objclass = 0
debug objecter = 0
debug auth = 0
[mon]
mon data = $D/mon
mon initial members = a
mon data avail warn = 1
mon data avail crit = 1
[osd]
osd data = $D/osd
osd objectstore = $STORE
bluestore block create = true
bluestore block size = ${S3_SIZE:-20G}
memstore device bytes = ${S3_SIZE:-20G}
osd memory target = 1073741824
osd numa auto affinity = false
# do not spend the first seconds measuring the disk
osd mclock skip benchmark = true
osd op queue = wpq
osd enable op tracker = false
[client.rgw.a]
# without tcp_nodelay every small GET waits about 40 ms
rgw frontends = beast endpoint=127.0.0.1:$PORT tcp_nodelay=1
rgw data = $D/rgw
debug rgw = ${S3_DEBUG:-1}/${S3_DEBUG:-1}
# bucket.localhost:PORT works too, where that name resolves
rgw dns name = localhost
# SSE-C and SSE-KMS over plain http, with one fixed test key (SSE-S3 needs a Vault: absent)
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = testkey-1=YmluCmJvb3N0CmJvb3N0LWJ1aWxkCmNlcGguY29uZgo=
# lifecycle: 24 hours a day, and days as short as asked for
rgw lifecycle work time = 00:00-23:59
rgw lc debug interval = ${S3_LC_DAY:--1}
E

# ---- first start: keys, empty stores -------------------------------------------
if [ -n "$new" ]; then
  K=$D/keyring
  run ceph-authtool -C "$K" -g -n mon. --cap mon 'allow *'
  run ceph-authtool "$K" -g -n client.admin --cap mon 'allow *' --cap osd 'allow *'
  run ceph-authtool "$K" -g -n client.rgw.a --cap mon 'allow rw' --cap osd 'allow rwx'
  run ceph-authtool "$K" -g -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
  run monmaptool --create --fsid "$FSID" --addv a "[v2:127.0.0.1:$MON]" "$D/monmap"
  run ceph-mon "${C[@]}" -i a --mkfs --monmap "$D/monmap" --keyring "$K"
fi >"$D/log/setup" 2>&1 || die "setup failed"
# exec in a subshell, so that $! is the daemon itself
daemon() { local n=$1 b=$2; shift 2; (exec "$LD" --library-path "$LP" "$R/usr/bin/$b" "${C[@]}" "$@" -f) >"$D/log/$n.out" 2>&1 </dev/null 9>&- & pids+=($!); }

if [ "${S3_PIPE:-}" = 1 ]; then
  exec 7<&0
  (cat <&7 >/dev/null; kill -TERM $$) 9>&- & exec 7<&-
fi

daemon mon ceph-mon -i a
if [ -n "$new" ]; then
  ceph osd new "$OSDID" >>"$D/log/setup" 2>&1 || die "the monitor did not answer"
  run ceph-osd "${C[@]}" -i 0 --mkfs --osd-uuid "$OSDID" >>"$D/log/setup" 2>&1 || die "no store"
fi
daemon osd ceph-osd -i 0

# ---- first start: storage classes, region, user --------------------------------
admin() { timeout 60 "$LD" --library-path "$LP" "$R/usr/bin/radosgw-admin" "${C[@]}" -n client.rgw.a "$@" 2>>"$D/log/setup"; }
if [ -n "$new" ]; then
  # A request sent before the storage daemon is up waits 5 s for its second try: wait here.
  for _ in $(seq 100); do
    case $(ceph osd stat 2>>"$D/log/setup") in *" 1 up"*) break;; esac
    kill -0 "${pids[1]}" 2>/dev/null || die "the storage daemon ended"
    sleep .05
  done
  # The first of these calls also makes the default zone.
  admin user create --uid test --display-name test --access-key "${S3_ACCESS:-test}" --secret-key "${S3_SECRET:-testtest}" >/dev/null || die "no user"
  # Storage classes: names only, all in the same pool, so that uploads and transitions
  # into them work. Reading from GLACIER is not blocked.
  edit='
import json,sys
z=json.load(sys.stdin); cl="STANDARD STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER GLACIER_IR DEEP_ARCHIVE REDUCED_REDUNDANCY".split()
if "placement_targets" in z:
    z["api_name"]=sys.argv[1]
    for t in z["placement_targets"]: t["storage_classes"]=cl
else:
    for p in z["placement_pools"]:
        s=p["val"]["storage_classes"]; d=s["STANDARD"]["data_pool"]
        for c in cl: s[c]={"data_pool":d}
json.dump(z,sys.stdout)'
  for what in zonegroup zone; do
    admin $what get --rgw-$what default | run python3 -c "$edit" "${S3_REGION:-us-east-1}" >"$D/run/$what.json" &&
      admin $what set --rgw-$what default --infile "$D/run/$what.json" >/dev/null || die "$what not set"
  done
fi

daemon rgw radosgw -n client.rgw.a
for _ in $(seq 600); do
  (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null && break
  kill -0 "${pids[2]}" 2>/dev/null || die "the gateway ended"
  sleep .1
done
(exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null || die "the gateway does not listen"
echo "ready http://127.0.0.1:$PORT ${S3_ACCESS:-test} ${S3_SECRET:-testtest}"
wait -n "${pids[@]}" || true            # a daemon ended by itself: stop the rest
die "a daemon ended"
