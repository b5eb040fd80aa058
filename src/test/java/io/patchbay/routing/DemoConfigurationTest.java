package io.patchbay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchbay.provider.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoConfigurationTest {

    private static final Path DIRECTORY = Path.of("config/demo");

    private final Configuration demo = ConfigurationAssembler.assemble(1,
            new ConfigurationFiles(new ConfigurationRules(Path.of("contracts"), new DemoProviders())).read(DIRECTORY));

    @ParameterizedTest
    @CsvSource({"acme, connect", "globex, telegent", "initech, tellisim"})
    void one_body_reaches_another_provider_for_every_tenant(String tenant, String provider) {
        for (String offering : demo.offerings().keySet()) {
            Decision decision = new Router().decide(demo, tenant,
                    JsonNodeFactory.instance.objectNode().put("productOfferingId", offering), "sub_1");
            assertThat(((Decision.Carried) decision).account().provider()).isEqualTo(provider);
        }
    }

    @Test
    void a_simulator_may_be_called_more_often_than_its_provider() {
        assertThat(demo.accounts().get("globex-telegent").requestsPerMinute()).isEqualTo(600);
        assertThat(demo.accounts().get("acme-connect").requestsPerMinute()).as("as the sheet says").isNull();
    }

    @Test
    void every_credential_can_be_read() {
        Credentials credentials = new Credentials(DIRECTORY, name -> null, name -> null);
        assertThat(demo.accounts().values()).allSatisfy(account -> assertThat(credentials.missing(account)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"acme, demo, pb_test_acme_demo", "acme, readonly, pb_test_acme_readonly", "globex, demo, pb_test_globex_demo", "initech, demo, pb_test_initech_demo"})
    void the_keys_are_those_the_demo_prints(String tenant, String id, String key) {
        assertThat(demo.tenants().get(tenant).keys()).filteredOn(known -> known.id().equals(id))
                .singleElement().extracting(ApiKey::hash).isEqualTo(hash(key));
    }

    @Test
    void the_administrators_key_is_the_one_the_demo_prints() {
        assertThat(demo.administrators()).singleElement().extracting(Administrator::hash).isEqualTo(hash("pb_admin_demo"));
    }

    private static String hash(String key) {
        return "sha256:" + Sha256.hex(key.getBytes(StandardCharsets.UTF_8));
    }
}
