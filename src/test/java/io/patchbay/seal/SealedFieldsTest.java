package io.patchbay.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.testing.TestDatabase;
import java.util.Base64;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class SealedFieldsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.migrated().dataSource());

    @Test
    void what_a_number_is_ported_with_cannot_be_read_and_comes_back_as_it_was() throws Exception {
        ObjectNode order = order();
        SealedFields fields = new SealedFields(new Seal(jdbc, ""), JSON);

        ObjectNode sealed = fields.sealed(order);

        assertThat(sealed.toString()).doesNotContain("4711", "lease_abc").contains("cust-1");
        assertThat(fields.opened(sealed)).isEqualTo(order());
    }

    @Test
    void an_order_without_secrets_is_left_alone() throws Exception {
        ObjectNode order = (ObjectNode) JSON.readTree("{\"customerId\": \"cust-1\", \"activation\": {\"sim\": {\"esim\": true}}}");

        assertThat(new SealedFields(new Seal(jdbc, ""), JSON).sealed(order)).isEqualTo(order);
    }

    @Test
    void a_note_of_the_same_name_is_no_secret() throws Exception {
        ObjectNode order = (ObjectNode) JSON.readTree("{\"metadata\": {\"porting\": \"done\"}, \"extensions\": {\"x\": {\"leaseToken\": 1}}}");

        assertThat(new SealedFields(new Seal(jdbc, ""), JSON).sealed(order)).isEqualTo(order);
    }

    @Test
    void what_was_read_sealed_is_not_sealed_twice() throws Exception {
        SealedFields fields = new SealedFields(new Seal(jdbc, ""), JSON);
        ObjectNode sealed = fields.sealed(order());

        assertThat(fields.sealed(sealed)).isEqualTo(sealed);
    }

    @Test
    void a_key_is_kept_though_the_order_that_first_used_it_is_rolled_back() throws Exception {
        DataSource database = TestDatabase.migrated().dataSource();
        JdbcClient rows = JdbcClient.create(database);
        Seal seal = new Seal(rows, "");
        byte[] sealed = new TransactionTemplate(new DataSourceTransactionManager(database)).execute(order -> {
            order.setRollbackOnly();
            return seal.seal(new byte[] {47, 11});
        });

        assertThat(new Seal(rows, "").open(sealed)).containsExactly(47, 11);
        assertThat(rows.sql("select count(*) from seal_key").query(Integer.class).single()).isOne();
    }

    @Test
    void what_is_sealed_tells_its_key_and_nothing_too_short_is_opened() throws Exception {
        byte[] one = new Seal(jdbc, key(1)).seal(new byte[] {47});
        byte[] another = new Seal(jdbc, key(1)).seal(new byte[] {11});

        assertThat(one[0]).isEqualTo(another[0]).isNotEqualTo(new Seal(jdbc, key(2)).seal(new byte[] {47})[0]);
        assertThatThrownBy(() -> new Seal(jdbc, key(1)).open(new byte[] {one[0]})).hasMessageContaining("patchbay.seal-key");
    }

    @Test
    void two_nodes_without_a_key_of_their_own_share_the_one_in_the_database() throws Exception {
        ObjectNode sealed = new SealedFields(new Seal(jdbc, ""), JSON).sealed(order());

        assertThat(new SealedFields(new Seal(jdbc, ""), JSON).opened(sealed)).isEqualTo(order());
    }

    @Test
    void another_key_opens_nothing_and_says_what_may_be_wrong() throws Exception {
        ObjectNode sealed = new SealedFields(new Seal(jdbc, key(1)), JSON).sealed(order());

        assertThatThrownBy(() -> new SealedFields(new Seal(jdbc, key(2)), JSON).opened(sealed))
                .hasMessageContaining("patchbay.seal-key").hasMessageNotContaining("4711");
    }

    @Test
    void a_key_of_the_wrong_length_is_refused_at_start() {
        assertThatThrownBy(() -> new Seal(jdbc, Base64.getEncoder().encodeToString(new byte[16]))).hasMessageContaining("32 bytes");
    }

    private static String key(int filling) {
        byte[] key = new byte[32];
        key[0] = (byte) filling;
        return Base64.getEncoder().encodeToString(key);
    }

    private static ObjectNode order() throws Exception {
        return (ObjectNode) JSON.readTree("""
                {"customerId": "cust-1", "activation": {"leaseToken": "lease_abc", "msisdn": "+15551234567",
                 "porting": {"firstName": "Ada", "lastName": "Byron", "accountNumber": "4711", "passcode": "4711"}}}""");
    }
}
