# arena-connect in a container. Three images of the same programs:
#
#   docker build -t arena-connect .                                 on Debian: agents of the base run beside it
#   docker build -t arena-connect:scratch --target scratch .        nothing but the programs
#   docker build -t arena-connect:programs --target programs .      only the tree, for COPY --from into an agent's image
#
# Build arguments:
#   BASE      a Debian 12 with a package mirror; what is built on, and what the first image stands on
#   PROGRAMS  an image that has /opt/arena-connect already, made by packaging/relocatable/make; then nothing is compiled
#   JOBS      how many compilers run at once; else what scripts/build makes of the machine's processors and memory
#   CCACHE    an image with a compiler cache in its root, to begin with; each build adds to BuildKit's own copy of it
#
# docs/deployment.md has the rest. Wants BuildKit, which leaves out the stages that nobody needs.
ARG BASE=debian:bookworm-slim
ARG PROGRAMS=build
ARG CCACHE=scratch

FROM ${CCACHE} AS compiled-before

FROM ${BASE} AS build
COPY scripts/install-deps /src/scripts/install-deps
RUN apt-get update && /src/scripts/install-deps && apt-get install -y --no-install-recommends binutils
COPY . /src
WORKDIR /src
ARG JOBS
# The cache's keys are relative to the source, so that it is good for any place that the source lies in.
ENV CCACHE_DIR=/ccache CCACHE_BASEDIR=/src CCACHE_NOHASHDIR=1 LANG=C.UTF-8
RUN --mount=type=cache,target=/ccache,from=compiled-before \
    CMAKE_BUILD_PARALLEL_LEVEL=${JOBS} scripts/build release arena-connect arena-runner arena-sandbox bouts arena-launcher \
 && packaging/relocatable/make /opt/arena-connect

FROM ${PROGRAMS} AS found

FROM scratch AS programs
COPY --from=found /opt/arena-connect /opt/arena-connect

# What every container of it has around the programs: a user without a name on the host, one place to write to.
FROM programs AS scratch
COPY packaging/container/root /
COPY --chown=10001:10001 packaging/container/state /var/lib/arena-connect
# Where a volume with the socket goes that others are to reach (deploy/pull).
COPY --chown=10001:10001 packaging/container/state/run /run/arena-connect
ENV PATH=/opt/arena-connect/bin:/usr/local/bin:/usr/bin:/bin \
    STATE_DIRECTORY=/var/lib/arena-connect \
    RUNTIME_DIRECTORY=/var/lib/arena-connect/run \
    TMPDIR=/var/lib/arena-connect/tmp \
    HOME=/var/lib/arena-connect
USER 10001:10001
VOLUME /var/lib/arena-connect
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/opt/arena-connect/bin/arena-connect", "health"]
ENTRYPOINT ["/opt/arena-connect/bin/arena-connect"]
CMD ["run"]

FROM ${BASE} AS runtime
COPY --from=programs /opt/arena-connect /opt/arena-connect
RUN groupadd -g 10001 arena && useradd -u 10001 -g 10001 -d /var/lib/arena-connect -M -s /usr/sbin/nologin arena
COPY --chown=10001:10001 packaging/container/state /var/lib/arena-connect
COPY --chown=10001:10001 packaging/container/state/run /run/arena-connect
ENV PATH=/opt/arena-connect/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    STATE_DIRECTORY=/var/lib/arena-connect \
    RUNTIME_DIRECTORY=/var/lib/arena-connect/run \
    TMPDIR=/var/lib/arena-connect/tmp \
    HOME=/var/lib/arena-connect
USER 10001:10001
VOLUME /var/lib/arena-connect
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/opt/arena-connect/bin/arena-connect", "health"]
ENTRYPOINT ["/opt/arena-connect/bin/arena-connect"]
CMD ["run"]
