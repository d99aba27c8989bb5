<?php
// usage: php worker.php PORT PREFIX
// Serves PREFIX.echo, PREFIX.stages, PREFIX.fail and PREFIX.exception until it is stopped, and says what it ran.

[, $port, $prefix] = $argv;

function seen(GearmanJob $job): void
{
    echo 'ran ', sha1($job->workload()), "\n";
}

$functions = [
    'echo' => function (GearmanJob $job) {
        seen($job);
        return $job->workload();
    },
    'stages' => function (GearmanJob $job) {
        $job->sendData('part 1');
        $job->sendStatus(1, 2);
        $job->sendWarning('careful');
        $job->sendData('part 2');
        $job->sendStatus(2, 2);
        return 'done';
    },
    'fail' => function (GearmanJob $job) {
        $job->setReturn(GEARMAN_WORK_FAIL);
    },
    'exception' => function (GearmanJob $job) {
        $job->sendException('it broke');
        $job->setReturn(GEARMAN_WORK_EXCEPTION);
    },
];

while (true) {
    try {
        $worker = new GearmanWorker();
        $worker->addServer('127.0.0.1', (int) $port);
        foreach ($functions as $name => $function) {
            $worker->addFunction("$prefix.$name", $function);
        }
        do {
            $worked = @$worker->work();
        } while ($worked || in_array($worker->returnCode(), [GEARMAN_WORK_FAIL, GEARMAN_WORK_EXCEPTION], true));
    } catch (GearmanException) {
        // The server is gone: come back to it when it does.
    }
    usleep(100000);
}
