package io.patchbay.provider;

import io.patchbay.mapping.RememberingGate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table {@code unit_proof}: a build of the gateway proves a unit once for all nodes and all later starts. A build that cannot be told
 * from another only remembers what this process has proved itself, for its code stays what it is.
 */
@Component
@DependsOnDatabaseInitialization
public final class UnitProofs implements RememberingGate.Memory {

    private static final Set<String> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final JdbcClient jdbc;
    private final Optional<String> build;

    @Autowired
    UnitProofs(JdbcClient jdbc) {
        this(jdbc, Build.running());
    }

    UnitProofs(JdbcClient jdbc, Optional<String> build) {
        this.jdbc = jdbc;
        this.build = build;
    }

    @Override
    public boolean holds(String proof) {
        return OF_THIS_PROCESS.contains(proof) || build.filter(known -> isStored(known, proof)).isPresent();
    }

    private boolean isStored(String known, String proof) {
        return jdbc.sql("select exists (select 1 from unit_proof where build = :build and proof = :proof)")
                .param("build", known).param("proof", proof).query(Boolean.class).single();
    }

    @Override
    public void keep(String proof) {
        OF_THIS_PROCESS.add(proof);
        build.ifPresent(known -> jdbc.sql("insert into unit_proof (build, proof) values (:build, :proof) on conflict do nothing")
                .param("build", known).param("proof", proof).update());
    }
}
