"""Run by Alembic with the connection that `lab.school.database.migrate` (or a test) opened."""

from alembic import context
from sqlalchemy import Connection

from lab.school.models import Base

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
