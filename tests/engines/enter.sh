#!/bin/sh
# Makes the surroundings of an engine and becomes it: `enter.sh PROGRAM ARGUMENT...`
#
# Runs as the first process of new mount and pid namespaces (and a network one, for an engine that
# comes from a Debian tree), so that all it mounts and starts is gone once it is. Environment:
#   ENGINE_FOLDER   where its data and its socket are; the same path inside and outside
#   ENGINE_TREE     the Debian tree to live in; empty: this machine's own root
#   ENGINE_SHARED   a folder that bind mounts in tests may name; the same path inside and outside
#   ENGINE_ADDRESS, ENGINE_GATEWAY   the inner end of the veth pair, and this machine's
#   ENGINE_KIND     docker or podman
set -eu

wait_for_interface() {
  tries=0
  until ip link show eth0 >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -le 100 ] || { echo "enter.sh: no eth0 after 10 s" >&2; exit 1; }
    sleep 0.1
  done
}

join_network() {
  ip link set lo up
  wait_for_interface
  ip address add "$ENGINE_ADDRESS/30" dev eth0
  ip link set eth0 up
  ip route add default via "$ENGINE_GATEWAY"
}

# A bare chroot is not enough for runc, which wants to pivot_root itself: the tree must be the root.
enter_tree() {
  mount --bind "$ENGINE_TREE" "$ENGINE_TREE"
  mount -t sysfs sysfs "$ENGINE_TREE/sys"
  mount --rbind /sys/fs/cgroup "$ENGINE_TREE/sys/fs/cgroup"
  mount --rbind /dev "$ENGINE_TREE/dev"
  mount -t proc proc "$ENGINE_TREE/proc"
  for folder in "$ENGINE_SHARED" "$ENGINE_FOLDER"; do
    mkdir -p "$ENGINE_TREE$folder"
    mount --rbind "$folder" "$ENGINE_TREE$folder"
  done
  touch "$ENGINE_TREE/etc/resolv.conf"
  mount --bind /etc/resolv.conf "$ENGINE_TREE/etc/resolv.conf"
  # crun refuses a hybrid of both versions of control groups.
  if [ "$ENGINE_KIND" = podman ] && mountpoint -q "$ENGINE_TREE/sys/fs/cgroup/unified"; then
    umount "$ENGINE_TREE/sys/fs/cgroup/unified"
  fi
  cd "$ENGINE_TREE"
  mkdir -p .outside
  pivot_root . .outside
  cd /
  umount -l /.outside
}

if [ -n "$ENGINE_TREE" ]; then
  join_network
  enter_tree
else
  mount -t proc proc /proc
fi
# A system-wide containerd would otherwise be found under /run and used.
mount -t tmpfs -o mode=755 tmpfs /run
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
exec tini -s -- "$@"
