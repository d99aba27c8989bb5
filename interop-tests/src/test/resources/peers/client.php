<?php
// usage: php client.php PORT run|background|tasks FUNCTION [FILE...]
// Submits one job for each file, whose content is the payload, and says what came back.

[, $port, $mode, $function] = $argv;
$files = array_slice($argv, 4);

$client = new GearmanClient();
$client->addServer('127.0.0.1', (int) $port);
$client->setTimeout(20000);

function complete(?string $data): void
{
    echo 'complete ', strlen((string) $data), ' ', sha1((string) $data), "\n";
}

function run(GearmanClient $client, string $function, string $payload): void
{
    do {
        $result = @$client->doNormal($function, $payload);
        switch ($client->returnCode()) {
            case GEARMAN_SUCCESS:
                complete($result);
                return;
            case GEARMAN_WORK_DATA:
                echo "data $result\n";
                break;
            case GEARMAN_WORK_WARNING:
                echo "warning $result\n";
                break;
            case GEARMAN_WORK_STATUS:
                echo 'status ', implode('/', $client->doStatus()), "\n";
                break;
            case GEARMAN_WORK_EXCEPTION:
                echo "exception $result\n";
                return;
            case GEARMAN_WORK_FAIL:
                echo "fail\n";
                return;
            default:
                echo 'error ', $client->returnCode(), ' ', $client->error(), "\n";
                return;
        }
    } while (true);
}

function background(GearmanClient $client, string $function, string $payload): void
{
    $handle = $client->doBackground($function, $payload);
    echo "created $handle\n";
    while ($client->jobStatus($handle)[0]) {
        usleep(5000);
    }
    echo "unknown $handle\n";
}

function tasks(GearmanClient $client, string $function, array $files): void
{
    $client->enableExceptionHandler();
    // What a callback returns is taken for a return code, so these return nothing.
    $client->setDataCallback(function ($task) {
        echo "data {$task->data()}\n";
    });
    $client->setWarningCallback(function ($task) {
        echo "warning {$task->data()}\n";
    });
    $client->setStatusCallback(function ($task) {
        echo "status {$task->taskNumerator()}/{$task->taskDenominator()}\n";
    });
    $client->setExceptionCallback(function ($task) {
        echo "exception {$task->data()}\n";
    });
    $client->setFailCallback(function () {
        echo "fail\n";
    });
    $client->setCompleteCallback(function ($task) {
        complete($task->data());
    });
    foreach ($files as $i => $file) {
        $client->addTask($function, file_get_contents($file), null, "task-$i");
    }
    if (!@$client->runTasks()) {
        echo 'error ', $client->returnCode(), ' ', $client->error(), "\n";
    }
}

if ($mode === 'tasks') {
    tasks($client, $function, $files);
} else {
    foreach ($files as $file) {
        $mode($client, $function, file_get_contents($file));
    }
}
