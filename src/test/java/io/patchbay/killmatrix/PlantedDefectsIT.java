package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.killmatrix.Hit.Blow;
import io.patchbay.killmatrix.Story.Opening;
import io.patchbay.killmatrix.Verdict.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A check that cannot fail is worth nothing: with a mistake planted into the provider's data or the database, and none in the product,
 * the same run has to find what the mistake does.
 */
class PlantedDefectsIT {

    private static final Path WORKSPACE = Path.of("target/killmatrix");
    private static final Path CONTRACTS = Path.of("contracts");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void answers_that_are_not_remembered_are_found() {
        Plan plan = plan(12, number -> story(number, new Step(Act.CREATE, null, true, false, true)), List.of());
        Verdict verdict = verdict("forgetful", plan, (provider, sheet) -> sheet, """
                create function forget() returns trigger language plpgsql as $$ begin
                  delete from idempotency where tenant = new.tenant and key = new.key; return null; end $$;
                create trigger forget after update on idempotency for each row execute function forget()""");
        assertThat(verdict.count(Failure.DUPLICATED)).as(verdict.toString()).isPositive();
    }

    @Test
    void an_order_sent_again_on_a_guess_is_found() {
        Plan plan = plan(12, number -> story(number, new Step(Act.CREATE, Effect.DROP_AFTER, true, false, false)), List.of());
        Verdict verdict = verdict("blind", plan, PlantedDefectsIT::resending, "select 1");
        assertThat(verdict.count(Failure.DUPLICATED)).as(verdict.toString()).isPositive();
    }

    @Test
    void an_order_taken_for_absent_too_soon_is_found() {
        Plan plan = plan(12, number -> story(number, new Step(Act.CREATE, Effect.LATE_ARRIVAL, true, false, false)), List.of());
        BinaryOperator<String> hasty = (provider, sheet) -> sheet.replaceAll("grace: [^,]+, looks: \\d+", "grace: 0s, looks: 1");
        Verdict verdict = verdict("hasty", plan, hasty, "select 1");
        assertThat(verdict.count(Failure.DUPLICATED)).as(verdict.toString()).isPositive();
    }

    @Test
    void a_gateway_that_goes_on_after_its_order_was_taken_over_is_found() {
        List<Hit> freezes = List.of(new Hit(Blow.FREEZE_BETWEEN_STEPS, Provider.TELEGENT, 0.05, 0),
                new Hit(Blow.FREEZE_BETWEEN_STEPS, Provider.TELEGENT, 0.5, 0));
        Plan plan = plan(30, number -> story(number, new Step(Act.CREATE, null, true, false, false)), freezes);
        Verdict verdict = verdict("unfenced", plan, (provider, sheet) -> sheet, """
                create function unfenced() returns trigger language plpgsql as $$ begin
                  new.fence := old.fence; return new; end $$;
                create trigger unfenced before update on operation for each row execute function unfenced()""");
        assertThat(verdict.count(Failure.DUPLICATED)).as(verdict.toString()).isPositive();
    }

    /** A create is not protected against being repeated at this provider, whatever its sheet now says. */
    private static String resending(String provider, String sheet) {
        return provider.equals("telegent")
                ? sheet.replaceAll("(?ms)^( +)- mechanism: match-by-tuple$.*?(?=^ +outcomes:)",
                        "$1- {mechanism: resend-identical, within: 24h, why: A mistake.}\n")
                : sheet;
    }

    private static Story story(int number, Step step) {
        return new Story(number, Provider.TELEGENT, Opening.NOW, false, true, false, List.of(step));
    }

    private static Plan plan(int stories, IntFunction<Story> story, List<Hit> freezes) {
        Size size = new Size("planted", stories, 0, 0, freezes.size(), 0, 0, 4, 0, PATIENCE, PATIENCE);
        return new Plan(0, size, IntStream.rangeClosed(1, stories).mapToObj(story).toList(), List.of(freezes, List.of(), List.of()));
    }

    /** The contracts without the cases that would show the planted mistake before anything starts. */
    private static String contracts(Path workspace) {
        Path copy = workspace.toAbsolutePath().resolve("contracts");
        try (Stream<Path> files = Files.walk(CONTRACTS)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().matches(".*/telegent/[^/]*-probe-.*")).toList()) {
                Path target = copy.resolve(CONTRACTS.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
            Files.writeString(copy.resolve("providers/telegent/skips.yaml"),
                    "- {kind: probe, reason: They would find the mistake that is planted.}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy.toString();
    }

    private static Verdict verdict(String name, Plan plan, BinaryOperator<String> sheets, String sql) {
        Path workspace = WORKSPACE.resolve(name + "-" + Instant.now().toEpochMilli());
        try (Site site = new Site(workspace, sheets, Map.of("PATCHBAY_CONTRACTS_DIR", contracts(workspace)))) {
            site.start();
            site.postgres.execute(sql);
            return new KillMatrix(plan, site).run().verdict();
        }
    }
}
