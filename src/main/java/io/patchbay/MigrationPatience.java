package io.patchbay;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/** Lets a migration take as long as it takes: a statement over millions of rows is silent for longer than an order may wait for its database. */
@Component
class MigrationPatience implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration migrations) {
        migrations.dataSource(new Patient(migrations.getDataSource()));
    }

    private static final class Patient extends DelegatingDataSource {

        private Patient(DataSource hurried) {
            super(hurried);
        }

        /** The pool sets its own limit again when it gets the connection back. */
        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            connection.setNetworkTimeout(Runnable::run, 0);
            return connection;
        }
    }
}
