package io.patchbay.operation;

import static io.patchbay.subscription.Script.texts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.subscription.Script;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.stereotype.Repository;

/**
 * Tells what is known of idempotency keys. What changes something that is there is looked up before anything else is done with it, and next to none is known:
 * those that come at about the same time are looked up together ({@link Convoy}), by one question.
 */
@Repository
class SeenKeys {

    private static final Logger log = LoggerFactory.getLogger(SeenKeys.class);

    /** More in one question would only have the first of them wait longer. */
    private static final int MOST = 64;
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {
    };

    /** Both go there together, and what is set holds until the second is answered. */
    private static final String LOOK = "select length(" + Groups.BY_KEY + """
            );
            select idempotency.*, place, locked_until > clock_timestamp() as locked
            from (select place, (?::text[])[place] as tenant, (?::text[])[place] as key from unnest(?::int4[]) as place) as given join idempotency using (tenant, key)
            where expires_at > clock_timestamp()""";

    private final JdbcOperations jdbc;
    private final ObjectMapper json;
    private final Duration silence;
    private final Convoy<Question> convoy = new Convoy<>(MOST, this::answeredTogether);

    /** @param silence after which a database is given up: every order of the node waits here, for a line that may be dead */
    SeenKeys(JdbcOperations jdbc, ObjectMapper json, @Value("${patchbay.journal.silence:5s}") Duration silence) {
        this.jdbc = jdbc;
        this.json = json;
        this.silence = silence;
    }

    Optional<Replay> replay(Claim claim) {
        Question question = new Question(claim);
        if (!convoy.carries(question) && !answered(List.of(question))) {
            throw new IllegalStateException("The database did not say whether a key is known");
        }
        return Optional.ofNullable(question.known);
    }

    /** @return those of them that somebody is known to hold; empty if the database does not say. Asked for themselves, so nobody else waits for the answer */
    Optional<Set<Claim>> held(List<Claim> claims) {
        List<Question> questions = claims.stream().map(Question::new).toList();
        return claims.isEmpty() || answeredTogether(questions)
                ? Optional.of(questions.stream().filter(question -> question.known != null).map(question -> question.claim).collect(Collectors.toSet()))
                : Optional.empty();
    }

    /** A question can always be asked again, so what breaks the line of one of them, or is unreadable, is not the others' fault. */
    private boolean answeredTogether(List<Question> questions) {
        try {
            return answered(questions);
        } catch (CannotGetJdbcConnectionException away) {
            throw away;
        } catch (RuntimeException broken) {
            log.debug("{} keys could not be looked up together ({}); each is found out about by itself", questions.size(), broken.getClass().getSimpleName());
            return false;
        }
    }

    private boolean answered(List<Question> questions) {
        return Boolean.TRUE.equals(jdbc.execute(LOOK, (PreparedStatementCallback<Boolean>) statement -> {
            // the pool sets its own again
            statement.getConnection().setNetworkTimeout(Runnable::run, (int) silence.toMillis());
            statement.setObject(1, texts(questions, one -> one.claim.tenant()));
            statement.setObject(2, texts(questions, one -> one.claim.key()));
            statement.setObject(3, Script.places(questions).numbers());
            statement.execute();
            return statement.getMoreResults() && answered(questions, statement);
        }));
    }

    private boolean answered(List<Question> questions, PreparedStatement statement) throws SQLException {
        try (ResultSet found = statement.getResultSet()) {
            while (found.next()) {
                Question question = questions.get(found.getInt("place") - 1);
                question.known = known(found, question.claim);
            }
            return true;
        }
    }

    private Replay known(ResultSet row, Claim claim) throws SQLException {
        if (!claim.fingerprint().equals(row.getString("fingerprint"))) {
            return new Replay.Reused();
        }
        if (row.getObject("status") != null) {
            return new Replay.Answered(row.getInt("status"), headers(row.getString("headers")), row.getBytes("body"));
        }
        return row.getBoolean("locked") ? new Replay.InFlight(row.getString("operation_id")) : new Replay.Abandoned(row.getString("operation_id"));
    }

    private Map<String, String> headers(String text) {
        try {
            return json.readValue(text, HEADERS);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException("A stored answer holds unreadable headers", broken);
        }
    }

    /** Asked by one thread, answered by another, which then wakes the first. */
    private static final class Question {

        private final Claim claim;
        private Replay known;

        private Question(Claim claim) {
            this.claim = claim;
        }
    }
}
