# A machine with systemd to install the package on: the base, and what a Debian server has.
ARG BASE
FROM ${BASE}
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends systemd systemd-sysv dbus python3 procps \
 && systemctl mask systemd-networkd-wait-online.service systemd-resolved.service apt-daily.timer apt-daily-upgrade.timer
STOPSIGNAL SIGRTMIN+3
# In a container systemd takes mounts as it finds them, and hands credentials to a service by one that has to be shared.
CMD ["sh", "-c", "mount --make-rshared / && exec /lib/systemd/systemd"]
