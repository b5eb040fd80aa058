package io.patchbay;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.TestDatabase;
import java.sql.Connection;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowingConsumer;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MigrationPatienceTest {

    @Test
    void a_connection_gives_up_a_silent_database_after_a_minute() {
        gateways(pool -> {
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
            }
        });
    }

    @Test
    void a_migration_has_no_limit_and_leaves_none_behind() {
        gateways(pool -> {
            FluentConfiguration migrations = new FluentConfiguration().dataSource(pool);
            new MigrationPatience().customize(migrations);
            try (Connection migrating = migrations.getDataSource().getConnection()) {
                assertThat(migrating.getNetworkTimeout()).isZero();
            }
            try (Connection next = pool.getConnection()) {
                assertThat(next.getNetworkTimeout()).isEqualTo(60_000);
            }
        });
    }

    /** The gateway's own pool, with one connection. */
    private static void gateways(ThrowingConsumer<DataSource> asked) {
        TestDatabase database = TestDatabase.empty();
        new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=" + database.url(), "spring.datasource.username=" + database.username(),
                        "spring.datasource.password=" + database.password(), "spring.datasource.hikari.maximum-pool-size=1")
                .run(context -> asked.accept(context.getBean(DataSource.class)));
    }
}
