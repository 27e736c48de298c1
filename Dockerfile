FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml .
COPY src src
RUN mvn -B -ntp -DskipTests -Dmaven.test.skip=true -Dspotless.check.skip=true -Dexec.skip package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /opt/angarium --shell /usr/sbin/nologin angarium \
    && install -d -o angarium -g angarium -m 0700 /data
WORKDIR /opt/angarium
COPY --from=build /build/target/lib lib
COPY --from=build /build/target/angarium.jar angarium.jar
COPY conf conf
COPY deploy/healthcheck healthcheck
COPY scripts/archive scripts/archive
ENV ANGARIUM_ENV=production DATA_DIR=/data
RUN chown angarium . && runuser -u angarium -- scripts/archive angarium.jar angarium.jsa && chown root . angarium.jsa
USER angarium
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["/opt/angarium/healthcheck"]
# Exec form, so that SIGTERM reaches the node.
ENTRYPOINT ["java", "@conf/jvm.options", "-XX:SharedArchiveFile=angarium.jsa", "-XX:MaxRAMPercentage=70", "-jar", "angarium.jar"]
