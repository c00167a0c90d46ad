"""`merit demo-accounts` and `merit sign-in-link`: the demo's accounts, and a way in for who looks after the machine."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.show import out
from merit_desk.desk_command import opened_desk, prepared_database
from merit_desk.operations.commands import in_words


def demo_accounts(
    folder: FolderArgument,
    life: Annotated[bool, typer.Option(help="让演示公司有正在进行的考核 / with a cycle under way")] = True,
) -> None:
    """给演示公司建各角色的账号，并让它有正在进行的考核。 One account of each role, and a cycle under way."""
    with in_words(), _desk(folder):
        from django.utils import timezone

        from merit_desk.accounts import demo
        from merit_desk.accounts.actions.demo import make_demo_accounts
        from merit_desk.demo_life.begin import give_life
        from merit_desk.results.queries.open_company import declared_company

        company, today = declared_company(), timezone.localdate()
        for account in make_demo_accounts(company, today):
            out.print(f"{account.username:10} {account.name}  {demo.PASSWORD}", highlight=False)
        if life and (reviews := give_life(company, today)):
            out.print(f"{reviews} 份考核在进行 / {reviews} reviews under way", highlight=False)


def sign_in_link(
    folder: FolderArgument,
    name: Annotated[str, typer.Argument(help="登录名 / account name", metavar="NAME")],
    address: Annotated[str, typer.Option(help="网页的地址 / the desk's address")] = "http://127.0.0.1:8000",
    owner: Annotated[bool, typer.Option("--owner", help="没有就建，并给老板的角色 / make it the owner's")] = False,
) -> None:
    """给账号一条新的登录链接，例如老板进不来时。 A new sign-in link, say for an owner who is locked out."""
    with in_words(), _desk(folder):
        from merit_desk.accounts.actions.rescue import rescue_link

        out.print(rescue_link(name, owner=owner, host=address.rstrip("/")), soft_wrap=True, highlight=False)


def _desk(folder: Path) -> AbstractContextManager[None]:
    company_folder(folder)
    prepared_database(folder)
    return opened_desk(folder)
