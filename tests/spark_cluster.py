"""The tests' own Spark: one master and two workers on this machine, reachable from here only, ending with the tests."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Thread

WORKERS = 2
PER_WORKER = {"--cores": "1", "--memory": "768m"}
STARTED = re.compile(r"Starting Spark master at (spark://\S+)|Successfully registered with master (\S+)")
JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"
CONFIGURATION = """\
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 768m
spark.executor.memory 640m
spark.executor.cores 1
spark.cores.max 2
spark.driver.extraJavaOptions {java}
spark.executor.extraJavaOptions {java}
spark.locality.wait 0s
spark.sql.shuffle.partitions 1
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.files.minPartitionNum 1
spark.eventLog.enabled false
spark.local.dir {folder}/local
spark.sql.warehouse.dir {folder}/warehouse
"""
"""For a few hundred rows: what pays for many (compiled code, many partitions, waiting for a near worker) costs more."""


def missing() -> str:
    """What this machine lacks to run a cluster; empty where nothing is missing."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed, so NOTHING WAS TRIED ON SPARK. Install it: pip install 'merit[spark]'"
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        return "There is no Java on this machine, so NOTHING WAS TRIED ON SPARK. apt install openjdk-17-jre-headless"
    return ""


class Cluster:
    """A running standalone cluster. `address` is what MERIT_ENGINE takes; `more` settings go before those of tests."""

    def __init__(self, more: str = "", memory: str = PER_WORKER["--memory"]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="merit-spark-"))
        (self.folder / "spark-defaults.conf").write_text(CONFIGURATION.format(folder=self.folder, java=JAVA) + more)
        (self.folder / "log4j2.properties").write_text(_LOGGED)
        self.settings = {
            "SPARK_CONF_DIR": str(self.folder),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": "-Dspark.master.rest.enabled=false -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        }
        self._processes: list[subprocess.Popen[str]] = []
        try:
            self.address = self._started("master.Master", "--port", "0")
            for at in range(WORKERS):
                options = [word for each in (PER_WORKER | {"--memory": memory}).items() for word in each]
                self._started("worker.Worker", *options, "--work-dir", str(self.folder / f"work{at}"), self.address)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Workers first; nothing is kept."""
        for process in reversed(self._processes):
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _started(self, role: str, *words: str) -> str:
        import pyspark

        home = Path(pyspark.__file__).parent
        dies_along = ["setpriv", "--pdeathsig=TERM"] if shutil.which("setpriv") else []
        program = [*dies_along, str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}"]
        local = ["--host", "127.0.0.1", "--webui-port", "0"]
        process = subprocess.Popen(
            [*program, *local, *words],
            env=os.environ | self.settings | {"SPARK_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._processes.append(process)
        said = []
        for line in process.stderr:
            said.append(line)
            if found := STARTED.search(line):
                Thread(target=process.stderr.read, daemon=True).start()  # else the pipe fills up and it stops
                return found[1] or found[2]
        raise RuntimeError(f"Spark did not start: {''.join(said)}")


_LOGGED = """\
rootLogger.level = info
rootLogger.appenderRef.stdout.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n
logger.quiet.name = org.apache.spark.sql
logger.quiet.level = warn
"""


def disconnect() -> None:
    """End this process's connection to a cluster, so that the next one can be another."""
    from pyspark.sql import SparkSession

    from merit.engines.spark import _connected

    session = SparkSession.getActiveSession()
    if session is not None:
        session.stop()
    _connected.cache_clear()
