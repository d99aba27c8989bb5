package io.gearman.spring.client;

/** Implemented by every typed client, so that it is not taken for a worker of the functions that it calls. */
public interface GearmanClientProxy {}
