package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.operation.References.Reference;
import io.patchbay.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReferencesTest {

    private static TestDatabase database;
    private static Journals journals;
    private static References references;
    private static Draft there;

    @BeforeAll
    static void start() {
        database = TestDatabase.migrated();
        journals = new Journals(database.url(), Map.of());
        references = journals.references;
        there = Journals.draft("there");
        journals.journal.open(there, Journals.wanted(there));
    }

    @AfterAll
    static void stop() {
        journals.close();
    }

    @Test
    void one_that_a_subscription_has_is_taken_from_all_others_of_its_tenant() {
        assertThat(references.isTaken("acme", "there", null)).isTrue();
        assertThat(references.isTaken("acme", "there", "sub_of_another")).isTrue();
        assertThat(references.isTaken("acme", "there", there.subscription().id())).as("its own, written late").isFalse();
        assertThat(references.isTaken("globex", "there", null)).isFalse();
        assertThat(references.isTaken("acme", "nowhere", null)).isFalse();
    }

    @Test
    void several_are_looked_up_together() {
        Reference taken = new Reference("acme", "there");

        assertThat(references.taken(List.of(new Reference("acme", "nowhere"), taken, new Reference("globex", "there"), taken))).containsExactly(taken);
        assertThat(references.taken(List.of())).isEmpty();
    }

    @Test
    void where_the_database_does_not_say_none_is_known_to_be_taken() {
        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        jdbc.sql("alter table subscription rename to away").update();
        try {
            assertThat(references.taken(List.of(new Reference("acme", "there")))).isEmpty();
        } finally {
            jdbc.sql("alter table away rename to subscription").update();
        }
    }

    @Test
    void one_that_came_here_is_likely_to_come_again() {
        assertThat(references.isLikely("acme", "new")).isFalse();
        assertThat(references.isLikely("acme", "new")).isTrue();
        assertThat(references.isLikely("globex", "new")).isFalse();
    }
}
