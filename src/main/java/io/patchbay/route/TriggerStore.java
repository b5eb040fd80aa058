package io.patchbay.route;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.quartz.SchedulerConfigException;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.spi.ClassLoadHelper;
import org.quartz.spi.SchedulerSignaler;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Quartz's store in the gateway's own database, with each change in a transaction of its own. The store that Spring would take leaves
 * that to its caller, and Camel opens none: another node could see half a trigger, and Quartz would never fire it again. Spring's also
 * knows its database by the name of the scheduler, of which there is one for each gateway of a process.
 *
 * <p>Public because Quartz makes it, by name.
 */
public class TriggerStore extends JobStoreTX {

    @Override
    public void initialize(ClassLoadHelper classes, SchedulerSignaler signaler) throws SchedulerConfigException {
        String name = "patchbay-" + UUID.randomUUID();
        DBConnectionManager.getInstance().addConnectionProvider(name, new Pooled(SchedulerFactoryBean.getConfigTimeDataSource()));
        setDataSource(name);
        super.initialize(classes, signaler);
    }

    /** The pool begins and ends with the application, not with the scheduler. */
    private record Pooled(DataSource pool) implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            return pool.getConnection();
        }

        @Override
        public void initialize() {
            // open already
        }

        @Override
        public void shutdown() {
            // others still use it
        }
    }
}
