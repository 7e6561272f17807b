#!/usr/bin/env bash
# Installs the Debian packages that the tests need, when they are absent and we may.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
[ -x /usr/lib/postgresql/15/bin/initdb ] || missing+=(postgresql-15)
[ -x /usr/sbin/clamd ] || missing+=(clamav-daemon)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Kiểm thử cần: ${missing[*]}; cài bằng trình quản lý gói của máy." >&2
  echo "The tests need: ${missing[*]}; install them with this machine's package manager." >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "Kiểm thử cần: sudo apt-get install ${missing[*]}" >&2
  echo "The tests need: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi

echo "Cài gói Debian: ${missing[*]}"
# Only PostgreSQL's programs are wanted: no server is made or started by the package.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
  echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# PostgreSQL 15 is Debian 12's; elsewhere its tests say that they are skipped.
for package in "${missing[@]}"; do
  if ! apt-get install -qq -y --no-install-recommends "$package" >/dev/null; then
    [ "$package" = postgresql-15 ] || exit 1
    echo "Không có gói $package trên máy này" >&2
  fi
done
