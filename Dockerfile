# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 mvn -B -Pimage -Dmaven.test.skip=true package
# Libraries change seldom and the application often: as layers of their own they are stored and transferred once.
RUN cp target/image/patchbay-*.jar patchbay.jar && java -Djarmode=tools -jar patchbay.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre AS application
RUN groupadd --system --gid 10001 patchbay \
 && useradd --system --uid 10001 --gid patchbay --no-create-home --shell /usr/sbin/nologin patchbay
WORKDIR /patchbay
COPY LICENSE .
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY routes routes
COPY mappings mappings
COPY contracts contracts
# Named, because on one core or with little memory the JVM would choose the serial collector by itself. Orders that wait for a slow provider grow old in
# memory; what they leave behind the serial collector clears away with everything at a standstill, some 300 ms, and then all providers' orders wait
# for one. Where no more than a few orders wait at once, -XX:+UseSerialGC carries a tenth more of them; the cache below is made with the same.
# Large pages where the machine lends them (transparent_hugepage at madvise or always) and short object headers: an order then costs some tenth less of the processor.
ENV JDK_JAVA_OPTIONS="-XX:+UseG1GC -XX:+UseTransparentHugePages -XX:+UseCompactObjectHeaders"

# What the JVM loads, links and compiles at a start is kept for all later starts (a JDK AOT cache, JEP 514). It is only good for the very JVM
# and the very files it was made with, so one start of the demo's configuration with a database of its own happens here, in the same image.
FROM application AS trained
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql && rm -rf /var/lib/apt/lists/*
COPY config/demo config
COPY bench/train .
RUN bash train

FROM application
COPY --from=trained /patchbay/patchbay.aot ./
# The configuration and its credentials are mounted here; the image holds none. Without it, and without a database URL, the gateway
# says what is missing and ends.
ENV PATCHBAY_CONFIG_DIR=/patchbay/config
# API and admin; health and metrics.
EXPOSE 8080 8081
USER 10001:10001
# The base image has neither curl nor wget. Readiness, not liveness: a container engine only shows this state, and traffic follows it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
# A cache that does not fit is passed over, with a warning.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:AOTCache=patchbay.aot", "-Dspring.aot.enabled=true", "-jar", "patchbay.jar"]
