namespace Jobs.Analyzers.Tests.Shape;

public class EnqueueMethodTakenTests
{
    [Fact]
    public Task Two_jobs_of_a_namespace_with_one_method_are_reported_at_the_second() => Verify.ReportsAsync(
        Rule.EnqueueMethodTaken,
        """
        [Job("a")] public partial record SendEmail(int N);
        [Job("b")] public partial record [|SendEmailJob|](int N);
        """,
        "'EnqueueSendEmail' enqueues both 'SendEmail' and 'SendEmailJob', so a call with new(…) is ambiguous: give one another name, such as [Job(\"b\", EnqueueName = \"SendEmailJob\")]");

    [Fact]
    public Task A_given_name_that_another_job_has_is_reported() => Verify.ReportsAsync(
        Rule.EnqueueMethodTaken,
        """
        [Job("a")] public partial record Mail(int N);
        [Job("b", EnqueueName = "Mail")] public partial record [|Letter|](int N);
        """,
        "'EnqueueMail' enqueues both 'Mail' and 'Letter', so a call with new(…) is ambiguous: give one another name, such as [Job(\"b\", EnqueueName = \"Letter\")]");

    [Fact]
    public Task A_nested_payload_whose_whole_name_another_job_has_is_reported() => Verify.ReportsAsync(
        Rule.EnqueueMethodTaken,
        """
        public static partial class Order { [Job("a")] public partial record Ship(int N); }
        [Job("b")] public partial record [|OrderShip|](int N);
        """,
        "'EnqueueOrderShip' enqueues both 'Order.Ship' and 'OrderShip', so a call with new(…) is ambiguous: give one another name, such as [Job(\"b\", EnqueueName = \"…\")]");

    [Fact]
    public Task Slices_names_that_were_given_and_other_namespaces_are_fine() => Verify.IsSilentAsync(
        """
        namespace Shop
        {
            public static partial class CreateOrder { [Job("a")] public partial record Command(int N); }
            public static partial class CancelOrder { [Job("b")] public partial record Command(int N); }
            [Job("c", EnqueueName = "Mail2")] public partial record MailJob(int N);
            [Job("d")] public partial record Mail(int N);
        }
        namespace Shop.Other { [Job("e")] public partial record Mail(int N); }
        """);

    [Fact]
    public Task A_name_that_no_method_can_have_is_an_error() => Verify.ReportsAsync(
        Rule.InvalidSetting,
        """[Job("a", EnqueueName = [|"create order"|])] public partial record A(int N);""",
        "EnqueueName = \"create order\" on 'A' is not usable: it follows 'Enqueue' in the methods' names: it takes 1 to 128 letters, digits and _");
}
