package io.patchbay.killmatrix;

import java.util.List;

/**
 * Everything that is decided before a run begins.
 *
 * @param lanes the blows, one list for each gateway and a last one for the rest of the world; those of a lane fall one after the other
 */
record Plan(long seed, Size size, List<Story> stories, List<List<Hit>> lanes) {

    int orders() {
        return stories.stream().mapToInt(story -> story.steps().size()).sum();
    }
}
