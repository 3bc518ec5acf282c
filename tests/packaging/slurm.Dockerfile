# A node of a Slurm cluster, or its controller with a connector.
ARG MACHINE
ARG PROGRAMS
FROM ${PROGRAMS} AS programs
FROM ${MACHINE}
RUN DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurm-wlm munge \
 && mkdir -p /run/munge && chown munge: /run/munge
COPY --from=programs /opt/arena-connect /opt/arena-connect
COPY agent.sh /usr/local/bin/my-agent
ENV PATH=/opt/arena-connect/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["sleep", "infinity"]
