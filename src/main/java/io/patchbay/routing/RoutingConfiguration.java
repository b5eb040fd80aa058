package io.patchbay.routing;

import io.patchbay.provider.Credentials;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Directories.class)
class RoutingConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    ConfigurationStore configurationStore(Directories directories, KnownProviders known, DataSource dataSource) {
        return ConfigurationStore.open(directories, known, dataSource);
    }

    @Bean
    Rollouts rollouts(ConfigurationStore store, DataSource dataSource, Clock clock) {
        TallyTable tallies = new TallyTable(JdbcClient.create(dataSource));
        return new Rollouts(store, new RolloutSteps(store.revisions(), tallies), tallies, clock);
    }

    @Bean
    Tallies tallies(ConfigurationStore store, DataSource dataSource, Clock clock) {
        return new Tallies(store, new TallyTable(JdbcClient.create(dataSource)), clock);
    }

    @Bean
    Router router() {
        return new Router();
    }

    @Bean
    @DependsOnDatabaseInitialization
    Previews previews(DataSource dataSource) {
        return new Previews(dataSource);
    }

    // Takes the store so that a missing directory is refused by it, with all other problems, before it is used here.
    @Bean
    Credentials credentials(Directories directories, Environment environment, ConfigurationStore checked) {
        return new Credentials(directories.configDir(), System::getenv, environment::getProperty);
    }
}
