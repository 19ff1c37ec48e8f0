"""A worker: takes up the jobs of workers that died, then runs what is queued."""

import threading
from typing import Any

from django.db import close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from config.jobs.running import LOST_AFTER, requeue_lost


class Command(DatabaseWorker):
    help = "Chạy một tiến trình xử lý công việc nền; có thể chạy nhiều tiến trình trên nhiều máy."

    def handle(self, **options: Any) -> None:
        requeue_lost()
        threading.Thread(target=self._look_after_others, daemon=True).start()
        super().handle(**options)

    def _look_after_others(self) -> None:
        pause = threading.Event()
        while not pause.wait(LOST_AFTER.total_seconds()):
            close_old_connections()
            requeue_lost()
        connection.close()
