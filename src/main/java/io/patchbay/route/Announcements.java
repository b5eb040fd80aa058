package io.patchbay.route;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears what other nodes announce by PostgreSQL's {@code NOTIFY}, over one connection of its own, for a pooled one would lose what comes
 * while it is away. What is announced while the database is away is lost: an announcement may only hasten what happens anyway.
 */
@Component
class Announcements implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    /** After so long a silence the connection is tried; a host that went away says nothing. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final Duration SOONEST = Duration.ofMillis(500);
    private static final Duration LATEST = Duration.ofSeconds(15);

    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private final DataSource pool;
    private volatile Thread thread;
    private volatile boolean away;

    Announcements(DataSource pool) {
        this.pool = pool;
    }

    /**
     * To be called before the application has started.
     *
     * @param channel  lower-case letters and underscores
     * @param listener is given what is announced there, also by this node; has to be quick, the next one waits for it
     */
    void on(String channel, Consumer<String> listener) {
        listeners.put(channel, listener);
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("announcements").unstarted(this::listen);
        thread.start();
    }

    /** A virtual thread that is interrupted closes the connection it waits at. */
    @Override
    public void stop() {
        Thread listening = thread;
        thread = null;
        if (listening != null) {
            listening.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private boolean goesOn() {
        return Thread.currentThread() == thread;
    }

    private void listen() {
        Duration wait = SOONEST;
        while (goesOn()) {
            try (Connection connection = connect()) {
                wait = SOONEST;
                hear(connection);
            } catch (SQLException broken) {
                lost(broken);
                rest(wait);
                wait = wait.multipliedBy(2).compareTo(LATEST) < 0 ? wait.multipliedBy(2) : LATEST;
            }
        }
    }

    private Connection connect() throws SQLException {
        HikariDataSource known = pool.unwrap(HikariDataSource.class);
        Properties properties = new Properties();
        properties.putAll(known.getDataSourceProperties());
        properties.put("ApplicationName", "patchbay announcements");
        properties.put("tcpKeepAlive", "true");
        if (known.getUsername() != null) {
            properties.put("user", known.getUsername());
        }
        if (known.getPassword() != null) {
            properties.put("password", known.getPassword());
        }
        return DriverManager.getConnection(known.getJdbcUrl(), properties);
    }

    private void hear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String channel : listeners.keySet()) {
                statement.execute("listen " + channel);
            }
            back();
            PGConnection line = connection.unwrap(PGConnection.class);
            while (goesOn()) {
                PGNotification[] heard = line.getNotifications((int) QUIET.toMillis());
                if (heard == null || heard.length == 0) {
                    statement.execute("select 1");
                }
                pass(heard == null ? new PGNotification[0] : heard);
            }
        }
    }

    private void pass(PGNotification[] heard) {
        for (PGNotification announcement : heard) {
            try {
                listeners.get(announcement.getName()).accept(announcement.getParameter());
            } catch (RuntimeException fault) {
                log.error("An announcement on {} could not be followed ({}); what it was about happens later", announcement.getName(),
                        fault.getClass().getName());
            }
        }
    }

    private void lost(SQLException broken) {
        if (goesOn() && !away) {
            away = true;
            log.warn("This node does not hear the others any more ({}); it goes on by itself and tries again", broken.getClass().getSimpleName());
        }
    }

    private void back() {
        if (away) {
            away = false;
            log.info("This node hears the others again");
        }
    }

    private static void rest(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
