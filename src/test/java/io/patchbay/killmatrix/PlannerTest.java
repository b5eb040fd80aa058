package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.killmatrix.Hit.Blow;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {

    @Test
    void the_same_seed_gives_the_same_plan_and_another_one_another() {
        assertThat(Planner.plan(7, Size.brief())).isEqualTo(Planner.plan(7, Size.brief())).isNotEqualTo(Planner.plan(8, Size.brief()));
    }

    @Test
    void a_full_plan_holds_every_cell_ten_thousand_orders_and_two_hundred_kills() {
        Plan plan = Planner.plan(1, Size.full());
        List<Cell> planned = plan.stories().stream().flatMap(story -> story.steps().stream().filter(step -> step.fault() != null)
                .map(step -> new Cell(step.fault(), story.provider(), step.act()))).distinct().toList();
        assertThat(planned).containsAll(Cell.all().stream().filter(cell -> cell.effect() != Effect.REFUSE_CONNECTION).toList());
        assertThat(plan.orders()).isGreaterThan(10_500);
        assertThat(plan.lanes().stream().flatMap(List::stream).filter(hit -> hit.blow().kill)).hasSizeGreaterThanOrEqualTo(200);
    }

    @Test
    void a_short_plan_holds_every_kind_of_kill() {
        List<Blow> planned = Planner.plan(1, Size.brief()).lanes().stream().flatMap(List::stream).map(Hit::blow).toList();
        assertThat(planned).containsAll(Arrays.stream(Blow.values()).filter(blow -> blow.kill).toList());
    }

    @Test
    void nobody_sends_an_order_that_could_not_be_repeated_safely() {
        assertThat(Planner.plan(3, Size.full()).stories())
                .allSatisfy(story -> assertThat(story.referenced() || story.steps().getFirst().keyed()).isTrue());
    }
}
