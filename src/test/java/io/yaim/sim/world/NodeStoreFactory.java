package io.yaim.sim.world;

/// Makes the store of each incarnation of a node.
@FunctionalInterface
public interface NodeStoreFactory {

    NodeStore create(SimulationContext simulationContext, Machine machine, SimulatedNode simulatedNode);
}
