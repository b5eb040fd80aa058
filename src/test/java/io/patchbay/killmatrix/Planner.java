package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Hit.Blow;
import io.patchbay.killmatrix.Story.Opening;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Draws a plan from a seed: the same seed and size give the same plan, always. */
final class Planner {

    private static final int NODES = 2;

    private final Random dice;
    private final Size size;
    /** Cells in a drawn order, to be dealt out again and again, so that every one of them gets its turn. */
    private final List<Cell> deck = new ArrayList<>();

    private Planner(long seed, Size size) {
        this.dice = new Random(seed);
        this.size = size;
    }

    static Plan plan(long seed, Size size) {
        Planner planner = new Planner(seed, size);
        List<Story> stories = planner.stories();
        return new Plan(seed, size, stories, planner.lanes());
    }

    private List<Story> stories() {
        List<Story> stories = new ArrayList<>();
        for (int number = 1; number <= size.stories(); number++) {
            stories.add(dice.nextDouble() < 0.02 ? refusable(number) : story(number));
        }
        return stories;
    }

    private Story refusable(int number) {
        Provider provider = dice.nextBoolean() ? Provider.CONNECT : Provider.TELEGENT;
        return new Story(number, provider, Opening.NOW, true, provider == Provider.TELEGENT, true, List.of(step(Act.CREATE, null, true)));
    }

    /** The share of faulty stories takes the next cell of the deck and is made to suit it. */
    private Story story(int number) {
        Cell cell = dice.nextDouble() < size.faulty() ? dealt() : null;
        Provider provider = cell == null ? Provider.values()[number % Provider.values().length] : cell.provider();
        Opening opening = opening(cell);
        boolean namesSim = provider == Provider.TELEGENT ? dice.nextDouble() < 0.85 : dice.nextDouble() < 0.2;
        boolean referenced = dice.nextDouble() < 0.8;
        return new Story(number, provider, opening, referenced, namesSim, false, steps(provider, opening, namesSim, referenced, cell));
    }

    private Opening opening(Cell cell) {
        if (cell != null && cell.act() == Act.CREATE) {
            return Opening.NOW;
        }
        boolean later = cell != null && cell.act() == Act.ACTIVATE || dice.nextDouble() < 0.4;
        return !later ? Opening.NOW : dice.nextBoolean() ? Opening.SHELL : Opening.SCHEDULED;
    }

    private List<Step> steps(Provider provider, Opening opening, boolean namesSim, boolean referenced, Cell cell) {
        List<Act> acts = new ArrayList<>(List.of(Act.CREATE));
        if (opening != Opening.NOW) {
            acts.add(Act.ACTIVATE);
        }
        if (provider == Provider.TELEGENT && namesSim && dice.nextDouble() < 0.4) {
            acts.addAll(dice.nextBoolean() ? List.of(Act.PAUSE, Act.RESUME) : List.of(Act.PAUSE));
        }
        if (provider == Provider.TELLISIM && dice.nextDouble() < 0.3) {
            acts.add(dice.nextBoolean() ? Act.SEND_SMS : Act.SUSPEND_PLAN_ATTACHMENT);
        }
        if (cell != null && cell.act() == Act.CANCEL || dice.nextDouble() < 0.7) {
            acts.add(Act.CANCEL);
        }
        return acts.stream().map(act -> step(act, cell != null && cell.act() == act ? cell.effect() : null, referenced)).toList();
    }

    /** A create with neither key nor reference could not be repeated safely, so nobody who is careful sends one. */
    private Step step(Act act, Effect fault, boolean referenced) {
        boolean keyed = act == Act.CREATE && !referenced || act == Act.SEND_SMS || dice.nextDouble() < 0.85;
        boolean spoilt = fault == null && dice.nextDouble() < 0.1 && !Act.OF_THE_MATRIX.contains(act);
        Effect met = spoilt ? Effect.aimed().get(dice.nextInt(Effect.aimed().size())) : fault;
        return new Step(act, met, keyed, keyed && dice.nextDouble() < 0.12, keyed && dice.nextDouble() < 0.4);
    }

    private Cell dealt() {
        if (deck.isEmpty()) {
            Cell.all().stream().filter(cell -> cell.effect() != Effect.REFUSE_CONNECTION).forEach(deck::add);
            Collections.shuffle(deck, dice);
        }
        return deck.removeLast();
    }

    private List<List<Hit>> lanes() {
        List<List<Blow>> blows = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        kills().forEach(kill -> blows.get(blows.getFirst().size() > blows.get(1).size() ? 1 : 0).add(kill));
        repeat(size.terminations(), Blow.TERMINATE).forEach(blow -> blows.get(dice.nextInt(NODES)).add(blow));
        alternate(size.freezes(), Blow.FREEZE_BETWEEN_STEPS, Blow.FREEZE_AFTER_SEND, Blow.FREEZE_BEFORE_SEND)
                .forEach(blow -> blows.get(dice.nextInt(NODES)).add(blow));
        blows.getLast().addAll(alternate(size.databaseRestarts(), Blow.DATABASE_IMMEDIATE, Blow.DATABASE_FAST));
        blows.getLast().addAll(repeat(size.refusals(), Blow.REFUSE_CONNECTIONS));
        return blows.stream().map(this::lane).toList();
    }

    /** Each named point as often as the others. */
    private List<Blow> kills() {
        List<Blow> points = Arrays.stream(Blow.values()).filter(blow -> blow.kill).toList();
        List<Blow> kills = new ArrayList<>();
        for (int kill = 0; kill < size.kills(); kill++) {
            kills.add(points.get(kill % points.size()));
        }
        Collections.shuffle(kills, dice);
        return kills;
    }

    private static List<Blow> repeat(int times, Blow blow) {
        return Collections.nCopies(times, blow);
    }

    private static List<Blow> alternate(int times, Blow... kinds) {
        return IntStream.range(0, times).mapToObj(time -> kinds[time % kinds.length]).toList();
    }

    private List<Hit> lane(List<Blow> blows) {
        Collections.shuffle(blows, dice);
        List<Hit> lane = new ArrayList<>();
        for (int i = 0; i < blows.size(); i++) {
            lane.add(new Hit(blows.get(i), Provider.values()[i % Provider.values().length], 0.03 + 0.9 * i / blows.size(), dice.nextInt(1000)));
        }
        return lane;
    }
}
