package dev.angarium.lane.guard;

/** A lane that waits for its turn. Each call happens on the lanes' context. */
public interface Turn {
    int tenantNo();

    /** A slot is there. False: not needed any more, it goes to the next. */
    boolean slotGranted();

    /** A probe may be made. False: not needed any more. */
    boolean probeGranted();

    /** The consumer's pace allows a step now. */
    void paceGranted();
}
